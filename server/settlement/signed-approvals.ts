import { bytesToHex, hexToBytes } from 'viem';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { EXPIRY_GRACE_SECONDS } from '#lib/domain/clearing-house-listing.ts';
import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import type { AgentApproval } from '#lib/domain/signed-order.ts';
import type { Command, EngineEvent } from '#server/engine/index.ts';
import type { Keep } from './kept-codec.ts';

/** An approval of a trading key, as its owner signed it. */
export type SignedApproval = {
  /** Number of the command with which it came: it counts for what is matched after that. */
  readonly seq: number;
  readonly account: number;
  /** Number of the agent within its account. */
  readonly agent: number;
  readonly approval: AgentApproval;
  readonly signature: Uint8Array;
};

type ApprovalText = {
  readonly seq: number;
  readonly account: number;
  readonly agent: number;
  readonly approval: Omit<AgentApproval, 'markets' | 'maxNotional'> & {
    readonly markets: string;
    readonly maxNotional: string;
  };
  readonly signature: `0x${string}`;
  /** Whether its key has ended: it is kept for what is to be settled. */
  readonly ended?: boolean;
};

/** What is signed where an order may be of any size. */
const NO_NOTIONAL_LIMIT = 2n ** 128n - 1n;
const WORD_BITS = 32n;

/** What an approval was good for: what an agent's orders were matched to meanwhile. */
export type ApprovalTerm = {
  readonly account: number;
  readonly agent: number;
  /** Numbers of commands: the first, and the first that is behind. */
  readonly from: number;
  readonly before: number;
};

type Options = {
  readonly addressOf: (account: number) => Address;
  readonly keep: Keep;
  /** Whether a trade is still to be settled that rests on an approval. */
  readonly isNeeded: (term: ApprovalTerm) => boolean;
  /** Numbers of the commands that made trades which are to be settled, by account and agent (`1:2`). */
  readonly resting: () => ReadonlyMap<string, readonly number[]>;
};

/** What owners signed that the contract has to be told before it takes orders that rest on it. */
export class SignedApprovals {
  readonly #options: Options;
  /** By account and agent, ascending by nonce. */
  readonly #approvals = new Map<string, SignedApproval[]>();
  /** The same by account and nonce: an account signs none twice. */
  readonly #byNonce = new Map<string, SignedApproval>();
  /** Agents of which something is kept only while trades rest on it, and whether that is all of it. */
  readonly #outlived = new Map<string, boolean>();
  /** Before this time none is over; Unix seconds. */
  #nextExpiry = Number.POSITIVE_INFINITY;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Approvals of an agent, ascending by nonce. */
  of(account: number, agent: number): readonly SignedApproval[] {
    return this.#approvals.get(`${account}:${agent}`) ?? [];
  }

  /** The approval that an agent had when a command was executed; `null` when it was the chain's own. */
  inForce(of: Pick<SignedApproval, 'account' | 'agent' | 'seq'>): SignedApproval | null {
    return this.of(of.account, of.agent).findLast(({ seq }) => seq < of.seq) ?? null;
  }

  /** Whether an approval that the chain has is one that its owner signed for the engine. */
  isKept(account: number, limits: Omit<AgentApproval, 'account'>): boolean {
    const kept = this.#byNonce.get(`${account}:${limits.nonce}`)?.approval;
    return (
      kept !== undefined &&
      sameAddress(kept.agent, limits.agent) &&
      kept.expiry === limits.expiry &&
      kept.markets === limits.markets &&
      bounded(kept.maxNotional) === bounded(limits.maxNotional)
    );
  }

  /**
   * Drops what nothing rests on any more, when trades were settled. An approval that is over goes too: the
   * engine ends its key without a word, when it needs the place.
   */
  settled(timeMs: number): void {
    this.#findOver(timeMs / 1_000);
    this.#dropOutlived();
  }

  take(command: Command | null, events: readonly EngineEvent[]): void {
    for (const event of events) {
      if (event.kind === 'agent-revoked') this.#end(`${event.account}:${event.agent}`);
    }
    if (command !== null) this.#takeSigned(command, events);
  }

  #takeSigned(command: Command, [event]: readonly EngineEvent[]): void {
    const signature = 'signature' in command ? command.signature : null;
    if (signature === null) return;
    if (command.kind === 'approve-agent' && event?.kind === 'agent-approved') {
      const { seq, account, address, expiry, nonce } = command;
      const { marketsLow, marketsHigh, maxNotional } = command;
      const approval = {
        account: this.#options.addressOf(account),
        agent: address as Address,
        expiry,
        markets: (BigInt(marketsHigh) << WORD_BITS) | BigInt(marketsLow),
        maxNotional: maxNotional === MAX_QUANTA ? NO_NOTIONAL_LIMIT : BigInt(maxNotional),
        nonce,
      };
      this.#add({ seq, account, agent: event.agent, approval, signature });
    }
  }

  /** Puts back what was kept. */
  restoreApproval(text: string): void {
    const { seq, account, agent, approval, signature, ended } = JSON.parse(text) as ApprovalText;
    const { markets, maxNotional, ...rest } = approval;
    const signed = { ...rest, markets: BigInt(markets), maxNotional: BigInt(maxNotional) };
    this.#put({ seq, account, agent, approval: signed, signature: hexToBytes(signature) });
    if (ended === true) this.#outlived.set(`${account}:${agent}`, true);
  }

  /** Everything that was kept is back, and what is dropped now stays away. */
  restored(): void {
    for (const [key, { length }] of this.#approvals) {
      if (length > 1 && !this.#outlived.has(key)) this.#outlived.set(key, false);
    }
    this.#dropOutlived();
  }

  #add(signed: SignedApproval): void {
    const all = this.#put(signed);
    this.#keep(signed, false);
    const { account, agent } = signed;
    this.#drop(`${account}:${agent}`, {
      hasEnded: false,
      isNeeded: (place) => this.#options.isNeeded({ account, agent, ...termOf(all, place) }),
    });
  }

  #end(key: string): void {
    this.#outlived.set(key, true);
    const last = this.#approvals.get(key)?.at(-1);
    if (last !== undefined) this.#keep(last, true);
    this.#dropOutlived();
  }

  /** Agents whose approval is over, and what it was good for with it. */
  #findOver(nowSeconds: number): void {
    if (nowSeconds < this.#nextExpiry) return;
    this.#nextExpiry = Number.POSITIVE_INFINITY;
    for (const [key, all] of this.#approvals) {
      const expiry = (all.at(-1)?.approval.expiry ?? 0) + EXPIRY_GRACE_SECONDS;
      if (expiry <= nowSeconds) this.#outlived.set(key, true);
      else this.#nextExpiry = Math.min(this.#nextExpiry, expiry);
    }
  }

  #dropOutlived(): void {
    if (this.#outlived.size === 0) return;
    const resting = this.#options.resting();
    for (const [key, hasEnded] of this.#outlived) {
      const all = this.#approvals.get(key) ?? [];
      const seqs = resting.get(key) ?? [];
      const isNeeded = (place: number) => {
        const { from, before } = termOf(all, place);
        return seqs.some((seq) => seq >= from && seq < before);
      };
      this.#drop(key, { hasEnded, isNeeded });
    }
  }

  /** Drops approvals on which nothing rests that is to be settled; an agent's present one stays. */
  #drop(
    key: string,
    {
      hasEnded,
      isNeeded,
    }: { readonly hasEnded: boolean; readonly isNeeded: (place: number) => boolean },
  ): void {
    const all = this.#approvals.get(key) ?? [];
    const kept = all.filter((_, place) => {
      const isPresent = place === all.length - 1 && !hasEnded;
      return isPresent || isNeeded(place);
    });
    for (const signed of all) {
      if (kept.includes(signed)) continue;
      this.#byNonce.delete(keyOf(signed));
      this.#options.keep('approval', keyOf(signed), null);
    }
    if (kept.length > 0) this.#approvals.set(key, kept);
    else this.#approvals.delete(key);
    if (kept.length > (hasEnded ? 0 : 1)) this.#outlived.set(key, hasEnded);
    else this.#outlived.delete(key);
  }

  #keep(signed: SignedApproval, ended: boolean): void {
    const { seq, account, agent, approval, signature } = signed;
    const { markets, maxNotional } = approval;
    const text: ApprovalText = {
      seq,
      account,
      agent,
      approval: { ...approval, markets: String(markets), maxNotional: String(maxNotional) },
      signature: bytesToHex(signature),
      ...(ended ? { ended } : {}),
    };
    this.#options.keep('approval', keyOf(signed), JSON.stringify(text));
  }

  #put(signed: SignedApproval): SignedApproval[] {
    const key = `${signed.account}:${signed.agent}`;
    const approvals = this.#approvals.get(key) ?? [];
    approvals.push(signed);
    this.#byNonce.set(keyOf(signed), signed);
    const over = signed.approval.expiry + EXPIRY_GRACE_SECONDS;
    this.#nextExpiry = Math.min(this.#nextExpiry, over);
    approvals.sort((a, b) => a.approval.nonce - b.approval.nonce);
    this.#approvals.set(key, approvals);
    return approvals;
  }
}

/** Numbers of commands between which an approval was in force. */
function termOf(
  all: readonly SignedApproval[],
  place: number,
): Pick<ApprovalTerm, 'from' | 'before'> {
  const before = all[place + 1]?.seq ?? Number.POSITIVE_INFINITY;
  return { from: all[place]?.seq ?? 0, before };
}

function keyOf({ account, approval }: SignedApproval): string {
  return `${account}:${approval.nonce}`;
}

/** The contract keeps 64 bits of it, and the engine 53: more is no limit. */
function bounded(maxNotional: bigint): bigint {
  return maxNotional < BigInt(MAX_QUANTA) ? maxNotional : BigInt(MAX_QUANTA);
}
