import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stories } from "../../deploy/synthetic/stories.ts";
import { composeSupergraph, readSubgraphs } from "../../schema/compose.ts";
import { startAgency, temporaryFile, type TestAgency } from "../support/agencies.ts";
import { startTestHub, type TestHub } from "../support/hub.ts";

const sdl = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://hub.example/specs/hub/v1.0", import: ["@classified"])
    @composeDirective(name: "@classified")
  directive @classified(as: hub__DataClass!) repeatable on OBJECT | FIELD_DEFINITION
  "How sensitive a datum is (mức độ nhạy cảm của dữ liệu)."
  enum hub__DataClass {
    "Open to everybody (công khai)."
    PUBLIC
    "For agencies (nội bộ)."
    INTERNAL
    "About a person (dữ liệu cá nhân)."
    PERSONAL
    "Sensitive by law (dữ liệu cá nhân nhạy cảm)."
    SENSITIVE
    "Never served, whoever asks (bí mật nhà nước)."
    NOT_SERVED
  }

  "A member (đảng viên), by the key of the Commission's index."
  type Member @key(fields: "id") {
    "Opaque id of the member (mã đảng viên)."
    id: ID!
    "The contract of work abroad (hợp đồng lao động), from the ministry's register; null when it holds none."
    labourContract: LabourContract @classified(as: PERSONAL)
  }

  "A contract of work abroad (hợp đồng lao động)."
  type LabourContract @classified(as: PERSONAL) {
    "Its number in the register (số hợp đồng)."
    number: String
  }`;

const resolvers = {
  Member: {
    __resolveReference: (key: { id: string }) => key,
    labourContract: ({ id }: { id: string }) => (id === stories.memberAbroad ? { number: "HD-0001" } : null),
  },
};

describe("a fourth agency", () => {
  const resources = new AsyncDisposableStack();
  let ministry: TestAgency;
  let hub: TestHub;

  // Composing and starting take seconds, which are no part of what is asked below.
  beforeAll(async () => {
    ministry = resources.use(await startAgency(sdl, resolvers));
    const subgraphs = [...(await readSubgraphs()), { name: "labour-ministry", url: ministry.url, sdl }];
    const file = resources.use(await temporaryFile("supergraph.graphql", composeSupergraph(subgraphs).supergraph));
    hub = resources.use(await startTestHub({ supergraphFile: file.path }));
  });
  afterAll(() => resources.disposeAsync());

  it("is composed, reached and joined with the other three, without a change to any of them", async () => {
    const query = `query ($id: ID!) {
      member(id: $id) {
        labourContract { number }
        homeOrganization { name }
        homeRecord { memberClass }
        currentAssignment { purpose }
      }
    }`;

    // Code that runs for the first time on a busy machine may take an agency's time; its answer comes when asked again.
    await expect
      .poll(() => hub.ask(query, { id: stories.memberAbroad }), { timeout: 15_000 })
      .toEqual({
        data: {
          member: {
            labourContract: { number: "HD-0001" },
            homeOrganization: { name: expect.any(String) },
            homeRecord: { memberClass: "OFFICIAL" },
            currentAssignment: { purpose: "STUDY" },
          },
        },
      });

    await ministry.stop();
    const { data, errors } = await hub.ask(query, { id: stories.memberAbroad });
    expect(data).toMatchObject({ member: { labourContract: null, homeRecord: { memberClass: "OFFICIAL" } } });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ["member", "labourContract"],
        extensions: { code: "AGENCY_UNREACHABLE", agency: "labour-ministry" },
      }),
    ]);
  });

  it("is refused when a field that crosses agencies may not be null", async () => {
    const strict = sdl.replace("labourContract: LabourContract @", "labourContract: LabourContract! @");
    const subgraphs = [
      ...(await readSubgraphs()),
      { name: "labour-ministry", url: "http://127.0.0.1:1/graphql", sdl: strict },
    ];
    expect(() => composeSupergraph(subgraphs)).toThrow(
      "labour-ministry: Member.labourContract must be nullable, because other agencies hold this type too.",
    );
  });
});
