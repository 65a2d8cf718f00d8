import DataLoader from "dataloader";
import type { PageRequest } from "#kit/page.ts";

/** Keys of one statement; above it the array parameter stops paying for itself. */
const BATCH_SIZE_MAX = 500;

/** A per-request loader for a unique key. `fetch` may answer in any order and omit keys; those load as null. */
export function loadByKey<Key, Row>(
  fetch: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, Row | null> {
  return new DataLoader(
    async (keys) => {
      const rows = new Map((await fetch(keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => rows.get(key) ?? null);
    },
    { maxBatchSize: BATCH_SIZE_MAX },
  );
}

/** A per-request loader for a key that many rows share. `fetch` may omit keys; order within a key is kept. */
export function loadManyByKey<Key, Row>(
  fetch: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, readonly Row[]> {
  return new DataLoader(
    async (keys) => {
      const rows = Map.groupBy(await fetch(keys), keyOf);
      return keys.map((key) => rows.get(key) ?? []);
    },
    { maxBatchSize: BATCH_SIZE_MAX },
  );
}

/**
 * A per-request loader for one page per key: the lists below many parents, in one statement for each distinct page
 * request. `fetch` answers at most `size + 1` rows a key, in the order of the list.
 */
export function loadPagesByKey<Key extends string, Row>(
  fetch: (keys: readonly Key[], page: PageRequest) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): (key: Key, page: PageRequest) => Promise<readonly Row[]> {
  const loaders = new Map<string, DataLoader<Key, readonly Row[]>>();
  return (key, page) => {
    const id = JSON.stringify([page.size, page.after]);
    const loader = loaders.get(id) ?? loadManyByKey((keys: readonly Key[]) => fetch(keys, page), keyOf);
    loaders.set(id, loader);
    return loader.load(key);
  };
}
