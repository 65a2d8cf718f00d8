import { AgencyFailure } from "./agency-fetch.ts";
import { answerText } from "./answer-text.ts";
import type { CallKind } from "./call-kind.ts";
import { HangUp } from "./hang-up.ts";
import { endOfValue } from "./split-answer.ts";
import type { Granted, Wish } from "./wish.ts";

/** A wish that waits for its answer. */
export interface Waiting {
  readonly wish: Wish;
  readonly grant: (granted: Granted) => void;
  readonly refuse: (error: unknown) => void;
}

/** A wish in a call: where its keys stand in the call's list. */
interface Member {
  readonly waiting: Waiting;
  readonly picked: number[];
  isTaken: boolean;
}

/** One call for the wishes of one or several requests; it is given up when none of them is waited for any more. */
export class JointCall {
  readonly keys: string[] = [];
  readonly signal = new HangUp();
  /** Moment of `performance.now()` by which everybody has an answer. */
  endsAt = Infinity;
  #members: Member[] = [];
  #positions: Map<string, number> | null = null;
  /** By place: who asked for the key first, and as which of his. */
  readonly #firstMember: Member[] = [];
  readonly #firstKey: number[] = [];
  /** Who else wants a key, by place. */
  #others: Map<number, { readonly member: Member; readonly key: number }[]> | null = null;
  #waitedFor = 0;

  /** Whether this call asks for what a wish wants; false for some that it does ask for. */
  covers({ keys }: Wish): boolean {
    if (keys.length > this.keys.length) return false;
    for (let index = 0; index < keys.length; index++) if (this.keys[index] !== keys[index]) return false;
    return true;
  }

  add(waiting: Waiting): void {
    const { keys, timeoutMs } = waiting.wish;
    this.endsAt = Math.min(this.endsAt, performance.now() + timeoutMs);
    const member: Member = { waiting, picked: [], isTaken: true };
    // The keys of one wish differ, so that they are compared only when another wish comes.
    if (this.#members.length > 0) this.#positions ??= new Map(this.keys.map((key, position) => [key, position]));
    for (let key = 0; key < keys.length; key++) member.picked.push(this.#place(keys[key]!, member, key));
    this.#join(member);
  }

  /** Adds a wish that the call covers, when it has left already. */
  addLate(waiting: Waiting): void {
    const member: Member = { waiting, picked: [...waiting.wish.keys.keys()], isTaken: true };
    for (const key of member.picked) this.#alsoAt(key, member, key);
    this.#join(member);
  }

  /** Lets everybody take their part of the answer. Answers those who must ask again alone. */
  deliver(kind: CallKind, body: Buffer): readonly Waiting[] {
    kind.noteAnswer(body.length, this.keys.length);
    const isRead = this.#isRead(kind, body);
    const members = this.#forget();
    if (members.length === 1 || this.keys.length === 1) {
      for (const { waiting, isTaken } of members) waiting.grant({ isTaken: isRead && isTaken, body: () => body });
      return [];
    }
    const picks = members.map(({ picked }) => picked);
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
    this.#firstMember.length = 0;
    this.#others = null;
    return members;
  }

  #place(json: string, member: Member, key: number): number {
    const known = this.#positions?.get(json);
    if (known !== undefined) {
      this.#alsoAt(known, member, key);
      return known;
    }
    this.#positions?.set(json, this.keys.length);
    this.#firstMember.push(member);
    this.#firstKey.push(key);
    return this.keys.push(json) - 1;
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
    if (!answer?.text.startsWith(head)) return false;
    const { text } = answer;
    const of = this.keys.length;
    const take = (member: Member, at: number, key: number, place: number) => {
      const end = member.isTaken ? (member.waiting.wish.take?.(answer, at, key, place, of) ?? -1) : -1;
      if (end < 0) member.isTaken = false;
      return end;
    };
    let at = head.length;
    for (let place = 0; place < of; place++) {
      if (place > 0) {
        if (!text.startsWith(separator, at)) return false;
        at += separator.length;
      }
      let end = take(this.#firstMember[place]!, at, this.#firstKey[place]!, place);
      const others = this.#others?.get(place);
      if (others) for (const { member, key } of others) end = Math.max(end, take(member, at, key, place));
      at = end >= 0 ? end : endOfValue(text, at);
      if (at < 0) return false;
    }
    return at + tail.length === text.length && text.endsWith(tail);
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
