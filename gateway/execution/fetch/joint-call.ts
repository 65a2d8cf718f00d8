import { AgencyFailure } from "./agency-fetch.ts";
import { answerText } from "../bytes/answer-text.ts";
import type { Keys } from "../bytes/keys.ts";
import type { CallKind } from "./call-kind.ts";
import { HangUp } from "./hang-up.ts";
import { endOfLiteral } from "../bytes/literal.ts";
import { endOfValue } from "./split-answer.ts";
import type { Granted, Wish } from "./wish.ts";

/** A wish that waits for its answer. */
export interface Waiting {
  readonly wish: Wish;
  readonly grant: (granted: Granted) => void;
  readonly refuse: (error: unknown) => void;
}

/** A wish in a call. */
interface Member {
  readonly waiting: Waiting;
  /** Where its keys stand in the call's list; null for one whose keys the list begins with. */
  readonly picked: number[] | null;
  isTaken: boolean;
}

/** One call for the wishes of one or several requests; it is given up when none of them is waited for any more. */
export class JointCall {
  readonly signal = new HangUp();
  /** Moment of `performance.now()` by which everybody has an answer. */
  endsAt: number;
  /** What the call asks for, each key once; it begins with the keys of the first wish. */
  keys: Keys;
  #members: Member[] = [];
  readonly #firstKeys: number;
  /** For each later key who asked for it first, and as which of his. */
  readonly #laterMember: Member[] = [];
  readonly #laterKey: number[] = [];
  /** Who else wants a key, by place. */
  #others: Map<number, { readonly member: Member; readonly key: number }[]> | null = null;
  #waitedFor = 0;

  constructor(first: Waiting) {
    const { keys, timeoutMs } = first.wish;
    this.keys = keys;
    this.#firstKeys = keys.size;
    this.endsAt = performance.now() + timeoutMs;
    this.#join({ waiting: first, picked: null, isTaken: true });
  }

  /** Whether this call asks for what a wish wants; false for some that it does ask for. */
  covers({ keys }: Wish): boolean {
    return this.keys.beginsWith(keys);
  }

  add(waiting: Waiting): void {
    const { keys, timeoutMs } = waiting.wish;
    this.endsAt = Math.min(this.endsAt, performance.now() + timeoutMs);
    // The first wish's own list stays as it is.
    if (this.#members.length === 1) this.keys = this.keys.copy();
    const picked: number[] = [];
    const member: Member = { waiting, picked, isTaken: true };
    for (let key = 0; key < keys.size; key++) picked.push(this.#place(keys, key, member));
    this.#join(member);
  }

  /** Adds a wish that the call covers, when it has left already. */
  addLate(waiting: Waiting): void {
    const member: Member = { waiting, picked: null, isTaken: true };
    for (let key = 0; key < waiting.wish.keys.size; key++) this.#alsoAt(key, member, key);
    this.#join(member);
  }

  /** Lets everybody take their part of the answer. Answers those who must ask again alone. */
  deliver(kind: CallKind, body: Buffer): readonly Waiting[] {
    kind.noteAnswer(body.length, this.keys.size);
    const isRead = this.#isRead(kind, body);
    const members = this.#forget();
    if (members.length === 1 || this.keys.size === 1) {
      for (const { waiting, isTaken } of members) waiting.grant({ isTaken: isRead && isTaken, body: () => body });
      return [];
    }
    const picks = members.map(({ picked, waiting }) => picked ?? [...Array(waiting.wish.keys.size).keys()]);
    let parts: readonly Buffer[] | null | undefined;
    const partsOf = () => (parts === undefined ? (parts = partsOrNull(kind, body, picks)) : parts);
    const again: Waiting[] = [];
    for (const [index, { waiting, isTaken: isMineTaken }] of members.entries()) {
      const isTaken = isRead && isMineTaken;
      if (isTaken || partsOf()) waiting.grant({ isTaken, body: () => partsOf()?.[index] ?? null });
      else again.push(waiting);
    }
    return again;
  }

  fail(error: unknown): void {
    for (const { waiting } of this.#forget()) waiting.refuse(error);
  }

  #join(member: Member): void {
    this.#members.push(member);
    this.#waitedFor += 1;
    member.waiting.wish.signal?.addEventListener("abort", () => {
      member.waiting.refuse(new AgencyFailure("AGENCY_TIMEOUT"));
      this.#waitedFor -= 1;
      if (this.#waitedFor === 0) this.signal.abort();
    });
  }

  /** Lets go of all requests: calls and requests would otherwise keep each other in memory in one long chain. */
  #forget(): readonly Member[] {
    const members = this.#members;
    this.#members = [];
    this.#laterMember.length = 0;
    this.#others = null;
    return members;
  }

  #place(keys: Keys, key: number, member: Member): number {
    const count = this.keys.size;
    const place = this.keys.addFrom(keys, key);
    if (place < count) this.#alsoAt(place, member, key);
    else {
      this.#laterMember.push(member);
      this.#laterKey.push(key);
    }
    return place;
  }

  #alsoAt(place: number, member: Member, key: number): void {
    this.#others ??= new Map();
    const others = this.#others.get(place);
    if (others) others.push({ member, key });
    else this.#others.set(place, [{ member, key }]);
  }

  /** Walks through the answer once, each value taken by everybody who asked for it. False when the frame is wrong. */
  #isRead({ frame: { head, separator, tail } }: CallKind, body: Buffer): boolean {
    if (!this.#members.some(({ waiting }) => waiting.wish.take)) return false;
    const answer = answerText(body);
    if (!answer) return false;
    const of = this.keys.size;
    const first = this.#members[0]!;
    const take = (member: Member, at: number, key: number, place: number) => {
      const end = member.isTaken ? (member.waiting.wish.take?.(answer, at, key, place, of) ?? -1) : -1;
      if (end < 0) member.isTaken = false;
      return end;
    };
    let at = endOfLiteral(answer, 0, head);
    for (let place = 0; place < of && at >= 0; place++) {
      if (place > 0) at = endOfLiteral(answer, at, separator);
      if (at < 0) return false;
      const later = place - this.#firstKeys;
      let end =
        later < 0 ? take(first, at, place, place) : take(this.#laterMember[later]!, at, this.#laterKey[later]!, place);
      const others = this.#others?.get(place);
      if (others) for (const { member, key } of others) end = Math.max(end, take(member, at, key, place));
      at = end >= 0 ? end : endOfValue(answer.text, at);
      if (at < 0) return false;
    }
    return at >= 0 && endOfLiteral(answer, at, tail) === answer.bytes.length;
  }
}

/** Values nested deeper than a writer of JSON goes cannot be parted either. */
function partsOrNull(kind: CallKind, body: Buffer, picks: readonly (readonly number[])[]): readonly Buffer[] | null {
  try {
    return kind.split(body, picks);
  } catch {
    return null;
  }
}
