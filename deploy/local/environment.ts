/** What any program may know about the machine; nothing in it is secret. */
const COMMON = /^(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|TEMP|SystemRoot|NODE_(ENV|OPTIONS|EXTRA_CA_CERTS|COMPILE_CACHE))$/;

/**
 * The environment of one child: the machine's common variables, those that begin with its own prefix, and `own`.
 * No database URL passes by itself, so that no process learns where another one's rows are.
 */
export function childEnvironment(
  env: NodeJS.ProcessEnv,
  prefixes: readonly string[],
  own: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const passes = (name: string) =>
    COMMON.test(name) || (prefixes.some((prefix) => name.startsWith(`${prefix}_`)) && !name.endsWith("DATABASE_URL"));
  return { ...Object.fromEntries(Object.entries(env).filter(([name]) => passes(name))), ...own };
}
