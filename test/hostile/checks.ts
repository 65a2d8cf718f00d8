/** Where a case is checked: a file of this repository and words that stand in it, usually the name of a test. */
export interface CheckedAt {
  readonly file: string;
  readonly words: string;
}

const at = (file: string) => (words: string) => ({ file, words });
/** A case that stands in a list of cases itself. */
const listed = (file: string, ids: string) =>
  Object.fromEntries(ids.split(" ").map((id) => [id, { file, words: `id: "${id}"` }]));
const several = (ids: string, check: CheckedAt) => Object.fromEntries(ids.split(" ").map((id) => [id, check]));

const hostile = at("test/hostile/hostile.test.ts");
const ports = at("test/hostile/ports.test.ts");
const operations = at("test/contract/authorization-operations.test.ts");
const rules = at("test/contract/authorization-rules.test.ts");
const tokens = at("test/contract/identity.test.ts");
const keys = at("test/contract/identity-keys.test.ts");
const answers = at("test/federation/engine/answers.test.ts");
const misbehaviour = at("test/federation/engine/faults.test.ts");
const acts = at("test/database/kit/acts.test.ts");
const walls = at("test/database/row-walls.test.ts");
const gatewayFaults = at("test/faults/gateway.test.ts");

/**
 * Every case of the catalogue by its number, and where it is checked. The letters: P parsing, V validation,
 * Q planning, L limits, Z rights, N tokens, C transport, X values, K leaks, I isolation, S ports of agencies,
 * U agencies at fault, M mutations, T audit, D databases and operation.
 */
export const checks: Readonly<Record<string, CheckedAt>> = {
  ...listed(
    "test/hostile/document-cases.ts",
    "P01 P02 P03 P05 P07 P09 V01 V02 V03 V05 V07 V09 V11 V13 Q01 Q03 Q05 L01 L03 L05 L07 L09 S11",
  ),
  ...listed("test/hostile/transport-cases.ts", "C01 C02 C03 C05 C07 C08 C09 C11 C12 C13 C20 C21"),
  ...listed(
    "test/hostile/value-cases.ts",
    "X01 X03 X04 X06 X07 X08 X09 X11 X13 X15 K02 K03 K05 K09 I07 I09 Z07 Z09 Z21",
  ),

  Q07: at("gateway/planning/planner.test.ts")("are made once for requests that arrive together"),
  Q09: at("gateway/planning/planner.test.ts")("never shared between what callers may see"),
  L11: at("test/contract/cost.test.ts")("by coerced variables, through both doors"),
  L12: ports("L12: has no other protocol behind it"),

  Z01: operations("is denied through an interface when any type behind it is closed"),
  Z03: rules("do not compose when a field lets others read what it depends on without its rule"),
  Z05: rules("are found under whatever name a link gives their directive"),
  Z11: operations("takes the object around it along where null may not stand, and nothing else"),
  Z13: operations("an enum value in a variable"),
  ...several("Z15 Z17", hostile("Z15, Z17: looks to a clerk like one who does not exist")),
  Z19: rules("more alternatives than a person can read"),
  Z23: operations("is refused when it changes something and any of it is denied"),

  ...several("N01 N03 N05 N07 N13 N15", hostile("N01 to N15: is refused with the same words")),
  N09: tokens('["expired"'),
  N11: tokens('["for another audience"'),
  N17: keys("count for an hour after their source is lost, and then no longer"),
  N19: keys("is known by all of itself: one that differs in the last character is another"),

  ...several("C15 C17", ports("C15, C17: lets wait who sends or reads drop by drop")),
  C19: ports("C19: closes on headers that are too large, and refuses too many"),
  C23: at("test/contract/graphql-over-http.test.ts")("passes the audit of the specification"),
  X05: ports("X05: takes no name of a type that every object inherits"),
  K01: at("test/contract/registered-documents.test.ts")("is refused when it asks for the schema"),
  K07: acts("is refused for another input, and is another caller's own"),
  ...several("I01 I03", hostile("I01, I03: never see what only the other may")),
  I05: at("test/database/row-isolation.test.ts")("is closed when it comes back inside a transaction"),

  ...several("S01 S07", ports("S01, S07: answers nothing to whoever is not the hub")),
  S03: ports("S03: answers a signed request once"),
  S05: ports("S05: refuses more than 500 entities in one call"),
  S09: ports("S09: has no other protocol behind it"),

  U01: misbehaviour('["hangs"'),
  U03: misbehaviour('["cuts the connection"'),
  U05: misbehaviour('["answers broken JSON"'),
  U07: misbehaviour('["answers {}"'),
  U09: misbehaviour('"swaps entities"'),
  ...several("U11 U13", misbehaviour("cannot overwrite another agency's facts nor add fields nor reach prototypes")),
  U15: misbehaviour('"redirects"'),
  U17: misbehaviour("cannot put an error at a place outside the fetch"),
  U19: gatewayFaults("answers, and names each of them"),

  M01: acts("gives the same answer again without another effect"),
  M03: acts("acts once when it comes twenty times at once"),
  M05: at("test/faults/exchange.test.ts")("lose nothing and double nothing"),
  M07: at("test/database/kit/relay.test.ts")("are kept between the attempts"),
  M09: acts("is not allowed in a state that it does not leave, and says what is awaited"),
  M11: answers("never repeat a mutation whose connection broke, but a query once"),

  T01: at("gateway/audit/verify.test.ts")("locates a flip of any bit of the bytes"),
  T03: at("test/faults/audit.test.ts")("refuses callers within a second, loses no answer and recovers alone"),
  T05: at("test/federation/audited-hub.test.ts")("tells what was denied, and that the rest was answered"),
  T07: at("test/contract/audit-store.test.ts")("no longer fits what another agency kept"),

  D01: walls("holds whoever says nothing, the owner of the table too"),
  D03: walls("is no error after a reach has come and gone"),
  D05: at("deploy/local/databases.test.ts")("stand on a server whose statistics tell nothing of hidden rows"),
  D07: at("test/faults/postgres.test.ts")("when it is killed itself: the launcher starts it again at the same address"),
  D09: gatewayFaults("answers what is under way when it is told to stop"),
  D11: gatewayFaults("stays the last good one when the new one asks less of callers, until a restart"),
  D13: at("package.json")("node test/hostile/soak.ts"),
};
