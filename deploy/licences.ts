/** Licences that any package may carry. */
const anywhere = new Set([
  "MIT",
  "ISC",
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "PSF-2.0",
  "(MIT AND Zlib)",
  "(MIT AND BSD-3-Clause)",
]);

/** Packages under other terms, each named here and in NOTICE after somebody read those terms. */
const byName = new Map([
  ["@apollo/composition", "Elastic-2.0"],
  ["@apollo/federation-internals", "Elastic-2.0"],
  ["@apollo/gateway", "Elastic-2.0"],
  ["@apollo/query-graphs", "Elastic-2.0"],
  ["@apollo/query-planner", "Elastic-2.0"],
]);

/** Licences of packages that never leave a developer's machine. */
const inDevelopment = new Set(["MPL-2.0"]);

/** The part of a lockfile entry that the check reads. */
export interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
}

/**
 * Names every package of a lockfile whose licence nobody agreed to, as `name: licence`, in lockfile order.
 * @throws when the lockfile lists no packages, because then nothing was checked.
 */
export function licenceProblems(packages: Readonly<Record<string, LockedPackage>>): readonly string[] {
  const installed = Object.entries(packages).filter(([path]) => path !== "");
  if (installed.length === 0) throw new Error("The lockfile lists no packages.");
  return installed.flatMap(([path, { license = "none stated", dev = false }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const isAgreed = anywhere.has(license) || byName.get(name) === license || (dev && inDevelopment.has(license));
    return isAgreed ? [] : [`${name}: ${license}`];
  });
}
