import type {
  ConfirmApproval,
  NoteApproval,
  NoteCancel,
  NoteEpoch,
  NoteRevocation,
  RejectCode,
  StrangerView,
} from '#server/engine/index.ts';
import {
  allowsLess,
  checkKey,
  dropAgentOf,
  endSigned,
  isTrader,
  rememberKey,
  setAgent,
  startEpoch,
} from './agent-commands.ts';
import type { Account, Exchange, Owner, SignerAgent } from './exchange-state.ts';
import { accountOf, ownerOf } from './exchange-state.ts';
import { RANGE } from './signatures.ts';

const MAX_VOIDS = 64;
const MAX_EPOCH = 65_535;

/** The number of an owner's account, which must not be the fee account's; 0 = none. */
function numberOf(exchange: Exchange, owner: string): number {
  return Math.max(
    0,
    exchange.accounts.findIndex(({ address }) => address === owner),
  );
}

function tellNoted(exchange: Exchange, owner: string): number {
  const account = numberOf(exchange, owner);
  exchange.events.push({ kind: 'noted', account });
  return account;
}

/** A nonce that its owner canceled counts no more, now or when its turn comes. */
export function noteCancel(exchange: Exchange, { owner: address, nonce }: NoteCancel): null {
  const number = tellNoted(exchange, address);
  const account = number === 0 ? null : accountOf(exchange, number);
  const owner = ownerOf(exchange, address);
  const last = account?.rangesReserved ?? owner.skipped;
  if (nonce < (last + 1) * RANGE) {
    if (account !== null) spendIn(account, nonce);
    return null;
  }
  owner.voids.add(nonce);
  if (owner.voids.size <= MAX_VOIDS) return null;
  const over = Math.floor(Math.max(...owner.voids) / RANGE);
  owner.voids.clear();
  if (account === null) owner.skipped = over;
  else account.rangesReserved = over;
  return null;
}

function spendIn(account: Account, nonce: number): void {
  for (const range of account.nonceRanges) range.free.delete(nonce);
  account.nonceRanges = account.nonceRanges.filter(({ free }) => free.size > 0);
}

/** An approval that may still be given up: what it narrows counts. */
export function noteApproval(exchange: Exchange, command: NoteApproval): null {
  const { owner, address, nonce } = command;
  const number = tellNoted(exchange, owner);
  rememberKey(exchange, { address: owner, key: address, nonce, ended: false });
  const agent = number === 0 ? undefined : agentAt(accountOf(exchange, number), address);
  if (agent === undefined || agent.nonce > nonce) return null;
  const now: SignerAgent = {
    ...agent,
    expiry: Math.min(agent.expiry, command.expiry),
    maxNotional: Math.min(agent.maxNotional, command.maxNotional),
    marketsLow: Number(BigInt(agent.marketsLow) & BigInt(command.marketsLow)),
    marketsHigh: Number(BigInt(agent.marketsHigh) & BigInt(command.marketsHigh)),
  };
  if (!allowsLess(now, agent)) return null;
  setAgent(exchange, { ...now, account: number });
  endSigned(exchange, number, agent.number);
  return null;
}

/** The end of a key, unless it has a newer approval here. */
export function noteRevocation(exchange: Exchange, command: NoteRevocation): null {
  const { owner, address, nonce } = command;
  const number = tellNoted(exchange, owner);
  rememberKey(exchange, { address: owner, key: address, nonce, ended: true });
  const account = number === 0 ? null : accountOf(exchange, number);
  const agent = account === null ? undefined : agentAt(account, address);
  if (account === null || agent === undefined || agent.nonce > nonce) return null;
  dropAgentOf(exchange, { account, agent });
  exchange.events.push({ kind: 'agent-revoked', account: number, agent: agent.number });
  endSigned(exchange, number, agent.number);
  return null;
}

/** An epoch that the chain has begun. */
export function noteEpoch(exchange: Exchange, { owner, epoch }: NoteEpoch): RejectCode | null {
  if (epoch > MAX_EPOCH) return 'auth/wrong-epoch';
  const number = tellNoted(exchange, owner);
  if (number === 0) {
    const known = ownerOf(exchange, owner);
    if (epoch > known.epoch) known.epoch = epoch;
  } else if (epoch > accountOf(exchange, number).epoch) {
    startEpoch(exchange, number, epoch);
  }
  return null;
}

/** A key has what the chain says, if that is the last that is known of it. */
export function confirmApproval(exchange: Exchange, command: ConfirmApproval): RejectCode | null {
  const { account: number, address, nonce } = command;
  if (!isTrader(exchange, number)) return 'account/unknown';
  const account = accountOf(exchange, number);
  const agent = agentAt(account, address);
  if (agent !== undefined && agent.nonce === nonce && hasLimits(agent, command)) {
    exchange.events.push({ kind: 'duplicate', account: number, orderId: 0 });
    return null;
  }
  const { keys, keyFloor } = ownerOf(exchange, account.address);
  const known = keys.get(address);
  const isOver =
    known !== undefined && (known.nonce > nonce || (known.nonce === nonce && known.ended));
  if (isOver || (agent !== undefined && agent.nonce > nonce)) return 'auth/approval-replayed';
  if (nonce <= keyFloor) return 'auth/approval-forgotten';
  const code = checkKey(exchange, command);
  if (code !== null) return code;
  const { expiry, marketsLow, marketsHigh, maxNotional } = command;
  const limits = { nonce, expiry, marketsLow, marketsHigh, maxNotional };
  setAgent(exchange, { account: number, address, ...limits });
  const now = agentAt(accountOf(exchange, number), address);
  if (agent !== undefined && now !== undefined && allowsLess(now, agent)) {
    endSigned(exchange, number, agent.number);
  }
  return null;
}

function hasLimits(agent: SignerAgent, other: ConfirmApproval): boolean {
  const names = ['expiry', 'marketsLow', 'marketsHigh', 'maxNotional'] as const;
  return names.every((name) => agent[name] === other[name]);
}

function agentAt(account: Account, address: string): SignerAgent | undefined {
  return account.agents.find((agent) => agent.address === address);
}

/** Those without an account of whom anything is known, by address. */
export function strangersOf(exchange: Exchange): readonly StrangerView[] {
  const isKnown = ({ epoch, skipped, voids, keyFloor, keys }: Owner) =>
    epoch > 0 || skipped > 0 || voids.size > 0 || keyFloor > 0 || keys.size > 0;
  return [...exchange.owners.values()]
    .filter((owner) => numberOf(exchange, owner.address) === 0 && isKnown(owner))
    .map((owner) => {
      const { address, epoch, skipped } = owner;
      return { address, epoch, skipped, ...factsOf(exchange, address) };
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** What is known of an owner, in order. */
export function factsOf(
  exchange: Exchange,
  address: string,
): Omit<StrangerView, 'address' | 'epoch' | 'skipped'> {
  const owner = exchange.owners.get(address);
  return {
    voids: [...(owner?.voids ?? [])].sort((a, b) => a - b),
    keyFloor: owner?.keyFloor ?? 0,
    keys: [...(owner?.keys ?? [])]
      .map(([key, known]) => ({ key, ...known }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}
