import type {
  ApproveAgent,
  BumpEpoch,
  RejectCode,
  ReserveNonces,
  RevokeAgent,
} from '#server/engine/index.ts';
import type { Account, Exchange, SignerAgent } from './exchange-state.ts';
import { accountOf, openOrders, ownerOf } from './exchange-state.ts';
import { finishOrder, legsOf } from './finish-order.ts';
import { agentOf, hasEnded, RANGE } from './signatures.ts';

const MAX_AGENTS = 16;
const MAX_RANGES = 32;
const MAX_EPOCH = 65_535;
const MAX_KEYS = 64;
/** Nonces have 48 bits, six of which say the place in a range. */
const LAST_RANGE = 2 ** 42 - 1;

/** A nonce of a key of the owner with this address. */
type NotedKey = {
  readonly address: string;
  readonly key: string;
  readonly nonce: number;
  readonly ended: boolean;
};

/** Lets an agent sign, or changes what it may. */
export function approveAgent(exchange: Exchange, command: ApproveAgent): RejectCode | null {
  const code = checkApproval(exchange, command);
  if (code !== null) return code;
  const account = accountOf(exchange, command.account);
  const { address, nonce, expiry, marketsLow, marketsHigh, maxNotional } = command;
  const known = account.agents.find((agent) => agent.address === address);
  account.approvalNonce = nonce;
  const limits = { address, nonce, expiry, marketsLow, marketsHigh, maxNotional };
  const agent = setAgent(exchange, { ...limits, account: command.account });
  if (known !== undefined && allowsLess(agent, known)) {
    endSigned(exchange, command.account, agent.number);
  }
  return null;
}

/** Gives a key another approval; where it has none, a number and room. */
export function setAgent(
  exchange: Exchange,
  { account: number, ...limits }: Omit<SignerAgent, 'number'> & { readonly account: number },
): SignerAgent {
  const account = accountOf(exchange, number);
  const { address, expiry, marketsLow, marketsHigh, maxNotional } = limits;
  const known = account.agents.find((agent) => agent.address === address);
  if (known === undefined) {
    dropAddress(exchange, address);
    if (account.agents.length === MAX_AGENTS) dropExpired(exchange, account);
    account.lastAgent += 1;
  }
  const agent = { ...limits, number: known?.number ?? account.lastAgent };
  account.agents = [...account.agents.filter((other) => other !== known), agent].sort(
    (a, b) => a.number - b.number,
  );
  exchange.events.push({
    kind: 'agent-approved',
    account: number,
    agent: agent.number,
    ...{ address, expiry, marketsLow, marketsHigh, maxNotional },
  });
  return agent;
}

export function allowsLess(now: SignerAgent, before: SignerAgent): boolean {
  const lost = (word: 'marketsLow' | 'marketsHigh') => BigInt(before[word]) & ~BigInt(now[word]);
  const isShorter = now.expiry < before.expiry || now.maxNotional < before.maxNotional;
  return isShorter || lost('marketsLow') !== 0n || lost('marketsHigh') !== 0n;
}

/** Ends what an agent has open. */
export function endSigned(exchange: Exchange, account: number, agent: number): void {
  for (const order of openOrders(exchange, account, 0)) {
    const signed = [order, ...legsOf(order)].some(({ signer }) => signer === agent);
    if (signed && order.stage !== 'gone') {
      finishOrder(exchange, { order, reason: 'agent-revoked', activates: false });
    }
  }
}

function checkApproval(exchange: Exchange, command: ApproveAgent): RejectCode | null {
  const { account: number, address, nonce } = command;
  if (!isTrader(exchange, number)) return 'account/unknown';
  const account = accountOf(exchange, number);
  const { keys, keyFloor } = ownerOf(exchange, account.address);
  const seen = [account.approvalNonce, keys.get(address)?.nonce ?? 0, keyFloor];
  if (seen.some((other) => nonce <= other)) return 'auth/approval-replayed';
  return checkKey(exchange, command);
}

/** Whether a key can be approved now, whatever it was before. */
export function checkKey(
  exchange: Exchange,
  command: Pick<ApproveAgent, 'account' | 'address' | 'expiry'>,
): RejectCode | null {
  const { address } = command;
  const account = accountOf(exchange, command.account);
  if (hasEnded(exchange, command)) return 'auth/agent-expired';
  if (exchange.accounts.some((other) => other.address === address)) return 'auth/agent-is-account';
  if (account.agents.some((agent) => agent.address === address)) return null;
  if (isLiveAgent(exchange, address)) return 'auth/agent-taken';
  const live = account.agents.filter((agent) => !hasEnded(exchange, agent));
  return live.length < MAX_AGENTS ? null : 'auth/too-many-agents';
}

/** Whether an address is somebody's agent and its approval is not over. */
export function isLiveAgent(exchange: Exchange, address: string): boolean {
  return exchange.accounts.some((account) =>
    account.agents.some((agent) => agent.address === address && !hasEnded(exchange, agent)),
  );
}

/** An address is nobody's agent any more. */
export function dropAddress(exchange: Exchange, address: string): void {
  for (const account of exchange.accounts) {
    const agent = account.agents.find((held) => held.address === address);
    if (agent !== undefined) dropAgentOf(exchange, { account, agent });
  }
}

function dropExpired(exchange: Exchange, account: Account): void {
  for (const agent of account.agents) {
    if (hasEnded(exchange, agent)) dropAgentOf(exchange, { account, agent });
  }
}

/** With the nonces that were reserved for it; its approval is over for good. */
export function dropAgentOf(
  exchange: Exchange,
  { account, agent }: { readonly account: Account; readonly agent: SignerAgent },
): void {
  const { address: key, nonce } = agent;
  rememberKey(exchange, { address: account.address, key, nonce, ended: true });
  account.agents = account.agents.filter((other) => other !== agent);
  account.nonceRanges = account.nonceRanges.filter((range) => range.agent !== agent.number);
}

/** The last that is known of a key; of too many keys, the lowest nonce becomes that of all. */
export function rememberKey(exchange: Exchange, { address, key, nonce, ended }: NotedKey): void {
  const owner = ownerOf(exchange, address);
  const before = owner.keys.get(key) ?? { nonce: owner.keyFloor, ended: true };
  if (nonce < before.nonce || (nonce === before.nonce && (before.ended || !ended))) return;
  owner.keys.set(key, { nonce, ended });
  if (owner.keys.size <= MAX_KEYS) return;
  owner.keyFloor = Math.min(...[...owner.keys.values()].map((known) => known.nonce));
  for (const [other, known] of owner.keys) {
    if (known.nonce === owner.keyFloor) owner.keys.delete(other);
  }
}

/** Ends an agent and what it has open. */
export function revokeAgent(exchange: Exchange, command: RevokeAgent): RejectCode | null {
  if (!isTrader(exchange, command.account)) return 'account/unknown';
  const account = accountOf(exchange, command.account);
  const agent = account.agents.find(({ address }) => address === command.address);
  if (agent === undefined) return 'auth/unknown-agent';
  dropAgentOf(exchange, { account, agent });
  exchange.events.push({ kind: 'agent-revoked', account: command.account, agent: agent.number });
  endSigned(exchange, command.account, agent.number);
  return null;
}

/** Ends everything that was signed for the account before. */
export function bumpEpoch(exchange: Exchange, command: BumpEpoch): RejectCode | null {
  const { account, epoch } = command;
  if (!isTrader(exchange, account)) return 'account/unknown';
  const state = accountOf(exchange, account);
  if (epoch - state.epoch !== 1 || epoch > MAX_EPOCH) return 'auth/wrong-epoch';
  startEpoch(exchange, account, epoch);
  return null;
}

/** Begins an epoch, and ends what was open before. */
export function startEpoch(exchange: Exchange, account: number, epoch: number): void {
  accountOf(exchange, account).epoch = epoch;
  exchange.events.push({ kind: 'epoch-bumped', account, epoch });
  for (const order of openOrders(exchange, account, 0)) {
    if (order.stage !== 'gone') finishOrder(exchange, { order, reason: 'epoch', activates: false });
  }
}

/** The next nonces, for one signer. */
export function reserveNonces(exchange: Exchange, command: ReserveNonces): RejectCode | null {
  const { account: number, agent } = command;
  if (!isTrader(exchange, number)) return 'account/unknown';
  const account = accountOf(exchange, number);
  const signer = agentOf(account, agent);
  if (agent !== 0 && signer === null) return 'auth/unknown-agent';
  if (signer !== null && hasEnded(exchange, signer)) return 'auth/agent-expired';
  const { voids } = ownerOf(exchange, account.address);
  let next = account.rangesReserved + 1;
  while (next <= LAST_RANGE && noncesOf(next).every((nonce) => voids.has(nonce))) next += 1;
  if (next > LAST_RANGE) return 'auth/nonces-exhausted';
  account.rangesReserved = next;
  const first = next * RANGE;
  const free = new Set(noncesOf(next).filter((nonce) => !voids.has(nonce)));
  for (const nonce of voids) if (nonce < first + RANGE) voids.delete(nonce);
  account.nonceRanges = [...account.nonceRanges, { first, agent, free }].slice(-MAX_RANGES);
  exchange.events.push({ kind: 'nonces-reserved', account: number, agent, first, count: RANGE });
  return null;
}

function noncesOf(range: number): number[] {
  return Array.from({ length: RANGE }, (_, place) => range * RANGE + place);
}

/** Whether an account may trade: there is one, and it is not the fee account. */
export function isTrader(exchange: Exchange, account: number): boolean {
  return account >= 1 && account < exchange.accounts.length;
}
