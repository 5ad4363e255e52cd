import { bytesToHex, hexToBytes } from 'viem';
import { type Address, sameAddress } from '#lib/domain/address.ts';
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

/** The end of an account's former epochs, as its owner signed it. */
export type SignedEpoch = {
  readonly account: number;
  readonly epoch: number;
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
};

type EpochText = Omit<SignedEpoch, 'signature'> & { readonly signature: `0x${string}` };

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
};

/** What owners signed that the contract has to be told before it takes orders that rest on it. */
export class SignedApprovals {
  readonly #options: Options;
  /** By account and agent, ascending by nonce. */
  readonly #approvals = new Map<string, SignedApproval[]>();
  /** The same by account and nonce: an account signs none twice. */
  readonly #byNonce = new Map<string, SignedApproval>();
  readonly #epochs = new Map<string, SignedEpoch>();

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

  /** What the owner signed to begin an epoch; `null` where they did it on chain. */
  epoch(account: number, epoch: number): SignedEpoch | null {
    return this.#epochs.get(`${account}:${epoch}`) ?? null;
  }

  /** What was signed for epochs that the chain is not known to have begun. */
  epochs(): IterableIterator<SignedEpoch> {
    return this.#epochs.values();
  }

  /** Whether one of them is an account's. */
  hasEpochOf(account: number): boolean {
    for (const epoch of this.#epochs.values()) if (epoch.account === account) return true;
    return false;
  }

  /** The chain has begun this epoch of an account: it need not be told any more. */
  begun(account: number, epoch: number): void {
    const key = `${account}:${epoch}`;
    if (this.#epochs.delete(key)) this.#options.keep('epoch', key, null);
  }

  take(command: Command | null, events: readonly EngineEvent[]): void {
    for (const event of events) if (event.kind === 'agent-revoked') this.#prune(event, true);
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
    } else if (command.kind === 'bump-epoch' && event?.kind === 'epoch-bumped') {
      const { account, epoch } = command;
      this.#epochs.set(`${account}:${epoch}`, { account, epoch, signature });
      const text: EpochText = { account, epoch, signature: bytesToHex(signature) };
      this.#options.keep('epoch', `${account}:${epoch}`, JSON.stringify(text));
    }
  }

  /** Puts back what was kept. */
  restoreApproval(text: string): void {
    const { seq, account, agent, approval, signature } = JSON.parse(text) as ApprovalText;
    const { markets, maxNotional, ...rest } = approval;
    const signed = { ...rest, markets: BigInt(markets), maxNotional: BigInt(maxNotional) };
    this.#put({ seq, account, agent, approval: signed, signature: hexToBytes(signature) });
  }

  /** Puts back what was kept. */
  restoreEpoch(text: string): void {
    const { account, epoch, signature } = JSON.parse(text) as EpochText;
    const signed = { account, epoch, signature: hexToBytes(signature) };
    this.#epochs.set(`${account}:${epoch}`, signed);
  }

  #add(signed: SignedApproval): void {
    this.#put(signed);
    const { seq, account, agent, approval, signature } = signed;
    const { markets, maxNotional } = approval;
    const text: ApprovalText = {
      seq,
      account,
      agent,
      approval: { ...approval, markets: String(markets), maxNotional: String(maxNotional) },
      signature: bytesToHex(signature),
    };
    this.#options.keep('approval', keyOf(signed), JSON.stringify(text));
    this.#prune(signed, false);
  }

  /** Drops approvals on which nothing rests that is to be settled; an agent's present one stays. */
  #prune({ account, agent }: Pick<SignedApproval, 'account' | 'agent'>, hasEnded: boolean): void {
    const key = `${account}:${agent}`;
    const all = this.of(account, agent);
    const kept = all.filter(({ seq: from }, place) => {
      const before = all[place + 1]?.seq ?? Number.POSITIVE_INFINITY;
      if (place === all.length - 1 && !hasEnded) return true;
      return this.#options.isNeeded({ account, agent, from, before });
    });
    for (const signed of all) {
      if (kept.includes(signed)) continue;
      this.#byNonce.delete(keyOf(signed));
      this.#options.keep('approval', keyOf(signed), null);
    }
    if (kept.length > 0) this.#approvals.set(key, kept);
    else this.#approvals.delete(key);
  }

  #put(signed: SignedApproval): SignedApproval[] {
    const key = `${signed.account}:${signed.agent}`;
    const approvals = this.#approvals.get(key) ?? [];
    approvals.push(signed);
    this.#byNonce.set(keyOf(signed), signed);
    approvals.sort((a, b) => a.approval.nonce - b.approval.nonce);
    this.#approvals.set(key, approvals);
    return approvals;
  }
}

function keyOf({ account, approval }: SignedApproval): string {
  return `${account}:${approval.nonce}`;
}

/** The contract keeps 64 bits of it, and the engine 53: more is no limit. */
function bounded(maxNotional: bigint): bigint {
  return maxNotional < BigInt(MAX_QUANTA) ? maxNotional : BigInt(MAX_QUANTA);
}
