import type { AgencyCaller } from "./agency-caller.ts";

/**
 * A caller that makes each distinct call once and gives the same answer, or the same failure, to whoever makes it again. For one
 * request, whose answers are read a second time when the first reading met something unexpected.
 */
export function rememberAnswers(call: AgencyCaller): AgencyCaller {
  const answers = new Map<string, Promise<Buffer>>();
  return async (request, read) => {
    const id = `${request.url.href} ${request.body}`;
    const answer = answers.get(id) ?? call(request, (body) => body);
    answers.set(id, answer);
    return read(await answer);
  };
}
