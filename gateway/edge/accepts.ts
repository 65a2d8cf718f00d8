/**
 * Whether an `Accept` header (RFC 9110) takes a media type, in lower case. The range that names it best decides; a
 * header that is not there, or empty, takes everything.
 */
export function accepts(accept: string | undefined, type: string): boolean {
  if (!accept?.trim()) return true;
  const ranges = new Map(
    accept
      .toLowerCase()
      .split(",")
      .map((range) => range.split(";").map((part) => part.trim()))
      .map(([name, ...parameters]) => [name, !parameters.some((parameter) => NEVER.test(parameter))]),
  );
  return ranges.get(type) ?? ranges.get(`${type.split("/", 1)[0]}/*`) ?? ranges.get("*/*") ?? false;
}

const NEVER = /^q=0(?:\.0*)?$/;
