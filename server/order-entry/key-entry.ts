import { type Address, isAddress, sameAddress } from '#lib/domain/address.ts';
import { markets } from '#lib/domain/market.ts';
import { MAX_QUANTA, type Quanta } from '#lib/domain/quanta.ts';
import type { AgentApproval } from '#lib/domain/signed-order.ts';
import { invalidField } from '#lib/protocol/invalid-field.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { type Principal, requireSigner, standingOf } from '#server/auth/index.ts';
import { type EngineState, NONE } from '#server/engine/index.ts';
import { acceptedOutcome, asOf } from './accepted-outcome.ts';
import type { Agent, AsOf, NonceRange, NonceState, ReservedNonces } from './answers.ts';
import type { OrderEntryOptions } from './entry-options.ts';
import { durableRead, glance } from './glance.ts';
import { type SentSignatures, signable } from './sent-signatures.ts';
import { openAccountOf } from './signing-context.ts';

/** Every market that there can be. */
const ALL_MARKETS = 0xffff_ffff_ffff_ffffn;
const RANGE_NONCES = 64;
const WORD_BITS = 32n;

type EngineAgent = ReturnType<EngineState['agents']['of']>[number];
type EngineRange = ReturnType<EngineState['nonces']['ranges']>[number];

/** An approval of a trading key as it was sent. */
export type SentApproval = {
  readonly approval: AgentApproval;
  readonly signature: string;
};

/** Trading keys, epochs and nonces of an account. */
export class KeyEntry {
  readonly #options: OrderEntryOptions;
  readonly #signatures: SentSignatures;
  /** Accounts whose next epoch is on its way to the engine. */
  readonly #bumping = new Set<number>();

  constructor(options: OrderEntryOptions, signatures: SentSignatures) {
    this.#options = options;
    this.#signatures = signatures;
  }

  async approveAgent({
    approval,
    signature: sent,
  }: SentApproval): Promise<AsOf & { readonly account: number; readonly agent: number }> {
    const digest = signable(() => this.#signatures.hasher().agentApproval(approval));
    const owner = approval.account;
    const signature = await requireSigner(this.#options, {
      digest,
      signature: sent,
      account: owner,
    });
    const nowMs = this.#options.now();
    const expiredMs = nowMs - approval.expiry * 1_000;
    if (expiredMs >= 0) {
      const facts = { expired_ms: expiredMs, server_time: nowMs };
      throw new ProtocolError('auth/agent-expired', { facts });
    }
    const address = approval.agent.toLowerCase();
    const seen = glance(this.#options.port, (state) => {
      const account = this.#ownAccount(state, owner);
      const floor = state.facts.floor(owner.toLowerCase(), address);
      return { account, lastNonce: Math.max(state.agents.approvalNonce(account), floor) };
    });
    if (seen.refused) return await seen.refusal();
    const { account, lastNonce } = seen.value;
    const outcome = await this.#options.port.execute({
      kind: 'approve-agent',
      account,
      address,
      expiry: approval.expiry,
      marketsLow: Number(BigInt.asUintN(32, approval.markets)),
      marketsHigh: Number(approval.markets >> WORD_BITS),
      maxNotional: quantaOf(approval.maxNotional),
      nonce: approval.nonce,
      signature,
    });
    const isReplayed = approval.nonce <= lastNonce;
    const [event] = acceptedOutcome(outcome, isReplayed ? { last_nonce: lastNonce } : {}).events;
    if (event?.kind !== 'agent-approved') throw new ProtocolError('gateway/internal');
    return { ...asOf(outcome), account, agent: event.agent };
  }

  async revokeAgent(principal: Principal, agent: Address): Promise<AsOf> {
    requireAddress(agent, 'agent');
    const isOwner = principal.agent === null;
    if (!isOwner && !sameAddress(principal.agent, agent)) {
      throw new ProtocolError('auth/owner-required');
    }
    const { port } = this.#options;
    const seen = glance(port, (state) => this.#accountOf(state, principal));
    if (seen.refused) return await seen.refusal();
    const address = agent.toLowerCase();
    return asOf(
      acceptedOutcome(await port.execute({ kind: 'revoke-agent', account: seen.value, address })),
    );
  }

  async bumpEpoch({
    account: owner,
    epoch,
    signature: sent,
  }: {
    readonly account: Address;
    readonly epoch: number;
    readonly signature: string;
  }): Promise<AsOf & { readonly epoch: number }> {
    const digest = signable(() => this.#signatures.hasher().cancelAll({ account: owner, epoch }));
    const signature = await requireSigner(this.#options, {
      digest,
      signature: sent,
      account: owner,
    });
    const { port, isEpochUntold } = this.#options;
    const seen = glance(port, (state) => {
      const account = state.accounts.find(owner.toLowerCase());
      if (account === NONE) throw new ProtocolError('account/unknown');
      // The contract begins one a minute: what is traded behind several would wait, and all others.
      const isChanging = this.#bumping.has(account) || isEpochUntold?.(account) === true;
      if (isChanging) throw new ProtocolError('auth/epoch-untold');
      return { account, present: state.nonces.epoch(account) };
    });
    if (seen.refused) return await seen.refusal();
    const { account, present } = seen.value;
    this.#bumping.add(account);
    try {
      const outcome = await port.execute({ kind: 'bump-epoch', account, epoch, signature });
      acceptedOutcome(outcome, { epoch: present });
      return { ...asOf(outcome), epoch };
    } finally {
      this.#bumping.delete(account);
    }
  }

  async reserveNonces(principal: Principal, signer: Address | null): Promise<ReservedNonces> {
    const { port } = this.#options;
    const seen = glance(port, (state) => this.#signerOf(state, principal, signer));
    if (seen.refused) return await seen.refusal();
    const { account, agent, address } = seen.value;
    const outcome = await port.execute({ kind: 'reserve-nonces', account, agent });
    const [event] = acceptedOutcome(outcome).events;
    if (event?.kind !== 'nonces-reserved') throw new ProtocolError('gateway/internal');
    return { ...asOf(outcome), signer: address, first: event.first, count: event.count };
  }

  async nonceState(
    principal: Principal,
    signer: Address | null,
  ): Promise<NonceState & { readonly seq: number }> {
    const { value, seq } = await durableRead(this.#options.port, (state) => {
      const { account, agent } = this.#signerOf(state, principal, signer);
      const ranges = state.nonces.ranges(account).filter((range) => range.agent === agent);
      return {
        epoch: state.nonces.epoch(account),
        nextOneShotNonce: state.nonces.oneShotNonce(account) + 1,
        ranges: ranges.flatMap(freeRuns),
      };
    });
    return { ...value, seq };
  }

  async agents(
    principal: Principal,
  ): Promise<{ readonly agents: readonly Agent[]; readonly seq: number }> {
    const { value, seq } = await durableRead(this.#options.port, (state) =>
      state.agents.of(this.#accountOf(state, principal)).map(agentOf),
    );
    return { agents: value, seq };
  }

  /** Somebody's trading key is nobody's owner, as long as it is one. An account opens by its first deposit. */
  #ownAccount(state: EngineState, owner: Address): number {
    const address = owner.toLowerCase() as Address;
    const { account, agent, expiresMs } = standingOf(state, address);
    const isAgent = agent !== null && (expiresMs ?? 0) > this.#options.now();
    if (isAgent) throw new ProtocolError('auth/owner-required');
    const own = agent === null ? account : null;
    if (own === null) throw new ProtocolError('account/unknown', { facts: { address } });
    return own;
  }

  #accountOf(state: EngineState, principal: Principal): number {
    return openAccountOf(state, principal, this.#options.now());
  }

  /** The owner may ask about every signer of the account, a trading key about itself. */
  #signerOf(state: EngineState, principal: Principal, signer: Address | null) {
    const account = this.#accountOf(state, principal);
    const own = principal.agent ?? principal.address;
    const address = (
      signer === null ? own : requireAddress(signer, 'agent')
    ).toLowerCase() as Address;
    if (principal.agent !== null && address !== own) throw new ProtocolError('auth/owner-required');
    if (address === principal.address) return { account, agent: 0, address };
    const held = state.agents.find(address);
    if (held?.account !== account) throw new ProtocolError('auth/unknown-agent');
    return { account, agent: held.number, address };
  }
}

/** No order has a notional above the largest amount: more than that is no limit. */
function quantaOf(bound: bigint): Quanta {
  return bound > BigInt(MAX_QUANTA) ? MAX_QUANTA : Number(bound);
}

/** The nonces of a range that are free, in runs. */
function freeRuns({ first, usedLow, usedHigh }: EngineRange): NonceRange[] {
  const runs: { first: number; count: number }[] = [];
  for (let place = 0; place < RANGE_NONCES; place += 1) {
    const word = place < 32 ? usedLow : usedHigh;
    if (((word >>> (place & 31)) & 1) === 1) continue;
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.count === first + place) last.count += 1;
    else runs.push({ first: first + place, count: 1 });
  }
  return runs;
}

function agentOf(agent: EngineAgent): Agent {
  const { number, address, expiry, marketsLow, marketsHigh, maxNotional } = agent;
  const bits = (BigInt(marketsHigh) << WORD_BITS) | BigInt(marketsLow);
  return {
    number,
    address: address as Address,
    expiresMs: expiry * 1_000,
    symbols: bits === ALL_MARKETS ? null : symbolsOf(bits),
    maxNotional: maxNotional === MAX_QUANTA ? null : maxNotional,
  };
}

function symbolsOf(bits: bigint): string[] {
  return markets.filter(({ id }) => ((bits >> BigInt(id)) & 1n) === 1n).map(({ symbol }) => symbol);
}

function requireAddress(text: string, field: string): string {
  if (!isAddress(text)) throw invalidField(field, '0x and 40 hexadecimal digits');
  return text;
}
