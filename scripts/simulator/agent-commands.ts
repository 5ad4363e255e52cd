import type {
  ApproveAgent,
  BumpEpoch,
  RejectCode,
  ReserveNonces,
  RevokeAgent,
} from '#server/engine/index.ts';
import type { Account, Exchange, SignerAgent } from './exchange-state.ts';
import { accountOf, openOrders } from './exchange-state.ts';
import { finishOrder, legsOf } from './finish-order.ts';
import { agentOf, hasEnded, RANGE } from './signatures.ts';

const MAX_AGENTS = 16;
const MAX_RANGES = 32;
const MAX_EPOCH = 65_535;

/** Lets an agent sign, or changes what it may. */
export function approveAgent(exchange: Exchange, command: ApproveAgent): RejectCode | null {
  const code = checkApproval(exchange, command);
  if (code !== null) return code;
  const account = accountOf(exchange, command.account);
  const { address, expiry, marketsLow, marketsHigh, maxNotional } = command;
  const known = account.agents.find((agent) => agent.address === address);
  if (known === undefined) {
    dropAddress(exchange, address);
    if (account.agents.length === MAX_AGENTS) dropExpired(exchange, account);
    account.lastAgent += 1;
  }
  const number = known?.number ?? account.lastAgent;
  const agent = { number, address, expiry, marketsLow, marketsHigh, maxNotional };
  account.approvalNonce = command.nonce;
  account.agents = [...account.agents.filter((other) => other !== known), agent].sort(
    (a, b) => a.number - b.number,
  );
  exchange.events.push({
    kind: 'agent-approved',
    account: command.account,
    agent: number,
    ...{ address, expiry, marketsLow, marketsHigh, maxNotional },
  });
  if (known !== undefined && allowsLess(agent, known)) endSigned(exchange, command.account, number);
  return null;
}

function allowsLess(now: SignerAgent, before: SignerAgent): boolean {
  const lost = (word: 'marketsLow' | 'marketsHigh') => BigInt(before[word]) & ~BigInt(now[word]);
  const isShorter = now.expiry < before.expiry || now.maxNotional < before.maxNotional;
  return isShorter || lost('marketsLow') !== 0n || lost('marketsHigh') !== 0n;
}

/** Ends what an agent has open. */
function endSigned(exchange: Exchange, account: number, agent: number): void {
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
  if (nonce <= account.approvalNonce) return 'auth/approval-replayed';
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
    if (agent !== undefined) drop(account, agent);
  }
}

function dropExpired(exchange: Exchange, account: Account): void {
  for (const agent of account.agents) {
    if (hasEnded(exchange, agent)) drop(account, agent);
  }
}

/** With the nonces that were reserved for it. */
function drop(account: Account, agent: SignerAgent): void {
  account.agents = account.agents.filter((other) => other !== agent);
  account.nonceRanges = account.nonceRanges.filter((range) => range.agent !== agent.number);
}

/** Ends an agent and what it has open. */
export function revokeAgent(exchange: Exchange, command: RevokeAgent): RejectCode | null {
  if (!isTrader(exchange, command.account)) return 'account/unknown';
  const account = accountOf(exchange, command.account);
  const agent = account.agents.find(({ address }) => address === command.address);
  if (agent === undefined) return 'auth/unknown-agent';
  drop(account, agent);
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
  state.epoch = epoch;
  exchange.events.push({ kind: 'epoch-bumped', account, epoch });
  for (const order of openOrders(exchange, account, 0)) {
    if (order.stage !== 'gone') finishOrder(exchange, { order, reason: 'epoch', activates: false });
  }
  return null;
}

/** The next nonces, for one signer. */
export function reserveNonces(exchange: Exchange, command: ReserveNonces): RejectCode | null {
  const { account: number, agent } = command;
  if (!isTrader(exchange, number)) return 'account/unknown';
  const account = accountOf(exchange, number);
  const signer = agentOf(account, agent);
  if (agent !== 0 && signer === null) return 'auth/unknown-agent';
  if (signer !== null && hasEnded(exchange, signer)) return 'auth/agent-expired';
  account.rangesReserved += 1;
  const first = account.rangesReserved * RANGE;
  const free = new Set(Array.from({ length: RANGE }, (_, place) => first + place));
  account.nonceRanges = [...account.nonceRanges, { first, agent, free }].slice(-MAX_RANGES);
  exchange.events.push({ kind: 'nonces-reserved', account: number, agent, first, count: RANGE });
  return null;
}

/** Whether an account may trade: there is one, and it is not the fee account. */
export function isTrader(exchange: Exchange, account: number): boolean {
  return account >= 1 && account < exchange.accounts.length;
}
