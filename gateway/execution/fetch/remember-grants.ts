import { AgencyFailure } from "./agency-fetch.ts";
import type { Joiner } from "./join-calls.ts";
import type { Granted, Wish } from "./wish.ts";

/** The calls of one request, made once and read twice. */
interface RememberedGrants {
  /** Makes a call and remembers what became of it. */
  readonly first: Joiner;
  /** Gives what an equal call got, and makes calls that were never made. */
  readonly again: Joiner;
}

/** For a request whose answers are read a second time when the first reading met something unexpected. */
export function rememberGrants(join: Joiner): RememberedGrants {
  const made: { readonly wish: Wish; readonly granted: Promise<Granted> }[] = [];
  const bodyOf = ({ kind, keys }: Wish) => kind.bodyFor(keys);
  const isSame = (one: Wish, other: Wish) => one.endpoint === other.endpoint && bodyOf(one).equals(bodyOf(other));
  return {
    first(wish) {
      const granted = join(wish);
      made.push({ wish, granted });
      return granted;
    },
    again: async (wish) => {
      const known = made.find((it) => isSame(it.wish, wish));
      if (!known) return join(wish);
      const granted = await known.granted;
      return granted.body() ? granted : join(wish);
    },
  };
}

/** The bytes of an answer. @throws AgencyFailure */
export function bytesOf({ body }: Granted): Buffer {
  const bytes = body();
  if (!bytes) throw new AgencyFailure("AGENCY_ANSWER_MALFORMED");
  return bytes;
}
