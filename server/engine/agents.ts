import type { Quanta } from '#lib/domain/quanta.ts';

/** Agents that an account may have at a time. */
export const MOST_AGENTS = 16;

/** A key that may sign orders for an account, within limits; it can never withdraw. */
export type Agent = {
  /** Counts the agents of its account from 1; never used again. */
  readonly number: number;
  readonly address: string;
  /** Of the approval that it has now. */
  readonly nonce: number;
  /** Seconds since the epoch. */
  readonly expiry: number;
  /** Bit n of the lower word stands for market n, of the upper word for market 32 + n. */
  readonly marketsLow: number;
  readonly marketsHigh: number;
  /** Largest notional of one order, quote quanta; 2^53 − 1 = no limit. */
  readonly maxNotional: Quanta;
};

type Limits = Omit<Agent, 'number'>;

/** What an agent may do. */
type Scope = Pick<Agent, 'expiry' | 'marketsLow' | 'marketsHigh' | 'maxNotional'>;

/** Whose agent an address is, and its number there. */
type Held = { readonly account: number; readonly number: number };

/** What an account has approved. */
type Approvals = {
  nonce: number;
  lastNumber: number;
  /** Ascending by number. */
  readonly agents: Agent[];
};

const NO_APPROVALS = { nonce: 0, lastNumber: 0, agents: [] } as const;

/** The agents of all accounts. One that has expired stays until its place or its address is needed. */
export class Agents {
  readonly #approvals: (Approvals | undefined)[] = [];
  readonly #held = new Map<string, Held>();

  /** Whose agent an address is, if it is one. */
  find(address: string): Held | null {
    return this.#held.get(address) ?? null;
  }

  /** An account's agent by its number, if there is one. */
  get(account: number, number: number): Agent | null {
    return this.of(account).find((agent) => agent.number === number) ?? null;
  }

  /** The agents of an account, ascending by number. */
  of(account: number): readonly Agent[] {
    return this.#approved(account).agents;
  }

  /** Nonce of the last approval that the account signed for the engine; 0 before the first. */
  approvalNonce(account: number): number {
    return this.#approved(account).nonce;
  }

  /** Number of the agent that the account approved last; 0 before the first. */
  lastNumber(account: number): number {
    return this.#approved(account).lastNumber;
  }

  /** The account's approvals that are signed from now on have a larger nonce. */
  spendApproval(account: number, nonce: number): void {
    this.#begin(account).nonce = nonce;
  }

  /** Adds an agent, or gives one that the account has already another approval. */
  approve(account: number, limits: Limits): Agent {
    const approvals = this.#begin(account);
    const place = approvals.agents.findIndex(({ address }) => address === limits.address);
    const before = approvals.agents[place];
    const agent = { ...limits, number: before?.number ?? approvals.lastNumber + 1 };
    if (before === undefined) this.#add(account, approvals, agent);
    else approvals.agents[place] = agent;
    return agent;
  }

  /** Ends an agent that there is. */
  remove(account: number, agent: Agent): void {
    const { agents } = this.#begin(account);
    agents.splice(agents.indexOf(agent), 1);
    this.#held.delete(agent.address);
  }

  /** Puts back what an account had approved: for a snapshot. */
  restore(
    account: number,
    kept: {
      readonly nonce: number;
      readonly lastNumber: number;
      readonly agents: readonly Agent[];
    },
  ): void {
    const approvals = this.#begin(account);
    for (const agent of kept.agents) this.#add(account, approvals, agent);
    approvals.nonce = kept.nonce;
    approvals.lastNumber = kept.lastNumber;
  }

  #approved(account: number): Readonly<Omit<Approvals, 'agents'>> & { agents: readonly Agent[] } {
    return this.#approvals[account] ?? NO_APPROVALS;
  }

  #begin(account: number): Approvals {
    const approvals = this.#approvals[account] ?? { nonce: 0, lastNumber: 0, agents: [] };
    this.#approvals[account] = approvals;
    return approvals;
  }

  #add(account: number, approvals: Approvals, agent: Agent): void {
    approvals.agents.push(agent);
    approvals.lastNumber = agent.number;
    this.#held.set(agent.address, { account, number: agent.number });
  }
}

/** Whether an agent's approval has ended; `time` in milliseconds since the epoch. */
export function isExpired({ expiry }: Pick<Agent, 'expiry'>, time: number): boolean {
  return expiry * 1_000 <= time;
}

/** Whether an agent may do less than before in any way: then what it has open may not be settled. */
export function isNarrower(now: Scope, before: Scope): boolean {
  return (
    now.expiry < before.expiry ||
    now.maxNotional < before.maxNotional ||
    (before.marketsLow & ~now.marketsLow) !== 0 ||
    (before.marketsHigh & ~now.marketsHigh) !== 0
  );
}

/** An agent with what its limits and others have in common. */
export function bothAllow(
  agent: Agent,
  { expiry, marketsLow, marketsHigh, maxNotional }: Scope,
): Agent {
  return {
    ...agent,
    expiry: Math.min(agent.expiry, expiry),
    marketsLow: (agent.marketsLow & marketsLow) >>> 0,
    marketsHigh: (agent.marketsHigh & marketsHigh) >>> 0,
    maxNotional: Math.min(agent.maxNotional, maxNotional),
  };
}

/** Whether an agent may trade in a market, 1 … 63. */
export function mayTradeIn({ marketsLow, marketsHigh }: Agent, market: number): boolean {
  const word = market < 32 ? marketsLow : marketsHigh;
  return ((word >>> (market & 31)) & 1) === 1;
}
