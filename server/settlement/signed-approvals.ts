import { bytesToHex, hexToBytes } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import type { AgentApproval } from '#lib/domain/signed-order.ts';
import type { Command, EngineEvent } from '#server/engine/index.ts';
import type { Keep } from './kept-codec.ts';

/** An approval of a trading key, as its owner signed it. */
export type SignedApproval = {
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
/** Approvals of one agent that are kept: the contract may lack more than the newest. */
const KEPT_APPROVALS = 4;

/** What owners signed that the contract has to be told before it takes orders that rest on it. */
export class SignedApprovals {
  readonly #addressOf: (account: number) => Address;
  readonly #keep: Keep;
  /** By account and agent, ascending by nonce. */
  readonly #approvals = new Map<string, SignedApproval[]>();
  readonly #epochs = new Map<string, SignedEpoch>();

  constructor(options: { readonly addressOf: (account: number) => Address; readonly keep: Keep }) {
    this.#addressOf = options.addressOf;
    this.#keep = options.keep;
  }

  /** Approvals of an agent, ascending by nonce. */
  of(account: number, agent: number): readonly SignedApproval[] {
    return this.#approvals.get(`${account}:${agent}`) ?? [];
  }

  /** Nonce of the newest approval of an address that is kept; 0 without one. */
  newestNonce(account: number, address: string): number {
    let newest = 0;
    for (const approvals of this.#approvals.values()) {
      for (const signed of approvals) {
        const isIt = signed.account === account && signed.approval.agent === address;
        if (isIt) newest = Math.max(newest, signed.approval.nonce);
      }
    }
    return newest;
  }

  /** What the owner signed to begin an epoch; `null` where they did it on chain. */
  epoch(account: number, epoch: number): SignedEpoch | null {
    return this.#epochs.get(`${account}:${epoch}`) ?? null;
  }

  /** The chain has begun this epoch of an account: it need not be told any more. */
  begun(account: number, epoch: number): void {
    const key = `${account}:${epoch}`;
    if (this.#epochs.delete(key)) this.#keep('epoch', key, null);
  }

  take(command: Command, events: readonly EngineEvent[]): void {
    const [event] = events;
    const signature = 'signature' in command ? command.signature : null;
    if (signature === null) return;
    if (command.kind === 'approve-agent' && event?.kind === 'agent-approved') {
      const { account, address, expiry, marketsLow, marketsHigh, maxNotional, nonce } = command;
      const approval = {
        account: this.#addressOf(account),
        agent: address as Address,
        expiry,
        markets: (BigInt(marketsHigh) << WORD_BITS) | BigInt(marketsLow),
        maxNotional: maxNotional === MAX_QUANTA ? NO_NOTIONAL_LIMIT : BigInt(maxNotional),
        nonce,
      };
      this.#add({ account, agent: event.agent, approval, signature });
    } else if (command.kind === 'bump-epoch' && event?.kind === 'epoch-bumped') {
      const { account, epoch } = command;
      this.#epochs.set(`${account}:${epoch}`, { account, epoch, signature });
      const text: EpochText = { account, epoch, signature: bytesToHex(signature) };
      this.#keep('epoch', `${account}:${epoch}`, JSON.stringify(text));
    }
  }

  /** Puts back what was kept. */
  restoreApproval(text: string): void {
    const { account, agent, approval, signature } = JSON.parse(text) as ApprovalText;
    const { markets, maxNotional, ...rest } = approval;
    const signed = { ...rest, markets: BigInt(markets), maxNotional: BigInt(maxNotional) };
    this.#put({ account, agent, approval: signed, signature: hexToBytes(signature) });
  }

  /** Puts back what was kept. */
  restoreEpoch(text: string): void {
    const { account, epoch, signature } = JSON.parse(text) as EpochText;
    const signed = { account, epoch, signature: hexToBytes(signature) };
    this.#epochs.set(`${account}:${epoch}`, signed);
  }

  #add(signed: SignedApproval): void {
    const approvals = this.#put(signed);
    const { account, agent, approval, signature } = signed;
    const { markets, maxNotional } = approval;
    const text: ApprovalText = {
      account,
      agent,
      approval: { ...approval, markets: String(markets), maxNotional: String(maxNotional) },
      signature: bytesToHex(signature),
    };
    this.#keep('approval', keyOf(signed), JSON.stringify(text));
    if (approvals.length <= KEPT_APPROVALS) return;
    const [oldest] = approvals.splice(0, 1);
    if (oldest !== undefined) this.#keep('approval', keyOf(oldest), null);
  }

  #put(signed: SignedApproval): SignedApproval[] {
    const key = `${signed.account}:${signed.agent}`;
    const approvals = this.#approvals.get(key) ?? [];
    approvals.push(signed);
    approvals.sort((a, b) => a.approval.nonce - b.approval.nonce);
    this.#approvals.set(key, approvals);
    return approvals;
  }
}

function keyOf({ account, approval }: SignedApproval): string {
  return `${account}:${approval.nonce}`;
}
