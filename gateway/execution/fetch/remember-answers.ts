import type { AgencyCaller } from "./agency-caller.ts";
import type { AgencyRequest } from "./agency-fetch.ts";

/** The calls of one request, made once and read twice. */
interface RememberedAnswers {
  /** Makes a call and remembers its answer or failure. */
  readonly first: AgencyCaller;
  /** Gives what an equal call got, and makes calls that were never made. */
  readonly again: AgencyCaller;
}

/** For a request whose answers are read a second time when the first reading met something unexpected. */
export function rememberAnswers(call: AgencyCaller): RememberedAnswers {
  const answers: { readonly request: AgencyRequest; readonly body: Promise<Buffer> }[] = [];
  const isSame = (one: AgencyRequest, other: AgencyRequest) => one.url === other.url && one.body === other.body;
  return {
    first(request, read) {
      const body = call(request, (bytes) => bytes);
      answers.push({ request, body });
      return body.then(read);
    },
    again: async (request, read) => {
      const known = answers.find((it) => isSame(it.request, request));
      return known ? read(await known.body) : call(request, read);
    },
  };
}
