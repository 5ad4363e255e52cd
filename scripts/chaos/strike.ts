import { setTimeout as delay } from 'node:timers/promises';
import type { ChainOwners } from './chain-owners.ts';
import type { ChaosChain } from './chaos-chain.ts';
import type { PlannedFault } from './chaos-faults.ts';
import type { ChaosNodes } from './chaos-nodes.ts';
import type { ChaosProcess } from './chaos-process.ts';
import { DEEPEST_REORGANISATION } from './chaos-settings.ts';
import type { ChaosUser } from './chaos-user.ts';
import type { ContractWallets } from './contract-wallets.ts';

/** Whom it happens to, of those that trade. */
type Restless = { readonly restless: ChaosUser };

export type Surroundings = {
  readonly process: ChaosProcess;
  readonly chain: ChaosChain;
  readonly nodes: ChaosNodes;
  readonly owners: ChainOwners;
  readonly users: readonly ChaosUser[];
  readonly wallets: ContractWallets;
};

/** So long people trade while nothing can be settled. */
const UNSETTLED_MS = 1_000;
/** Orders of one that are canceled on chain at once. */
const MOST_CANCELED = 4;

/** Lets something happen. */
export async function strike(
  planned: PlannedFault,
  around: Surroundings & Restless,
): Promise<void> {
  const { fault } = planned;
  if (fault.startsWith('kill')) return await kill(planned, around.process);
  const { chain, nodes } = around;
  const { strength } = planned;
  const depth = 1 + (strength % DEEPEST_REORGANISATION);
  switch (fault) {
    case 'rpc':
      return nodes.fail(strength, false);
    case 'rpc-all':
      return nodes.fail(strength, true);
    case 'lagging-node':
      return await nodes.leaveBehind(strength);
    case 'forked-node':
      await nodes.leaveBehind(strength);
      return await chain.reorganise(depth);
    case 'drop':
      return await chain.dropTransactions();
    case 'reorg':
      return await chain.reorganise(depth);
    case 'fee':
      return chain.raiseFee();
    case 'steal':
      return await chain.stealNonce();
    case 'poor':
      return await chain.impoverish();
    default:
      return await act(planned, around);
  }
}

async function kill({ fault, strength }: PlannedFault, process: ChaosProcess): Promise<void> {
  switch (fault) {
    case 'kill-recovering':
      await process.crash();
      await delay(2 * strength);
      return await process.crash();
    case 'kill-lost-store':
      return await process.crash(() => process.loseStore());
    case 'kill-older-files':
      return await process.crash(() => process.restoreMarks());
    default:
      return await process.crash();
  }
}

/** Two others, so that there are trades neither of whose sides counts. */
function others(users: readonly ChaosUser[], user: ChaosUser): readonly ChaosUser[] {
  const place = users.indexOf(user);
  return [1, 2].flatMap((step) => users[(place + step) % users.length] ?? []);
}

/** An owner does something on chain, past the exchange. */
async function act(
  { fault, strength }: PlannedFault,
  { chain, owners, users, wallets, restless: user }: Surroundings & Restless,
): Promise<void> {
  switch (fault) {
    case 'take-back-word':
      owners.narrowed.add(user.address);
      return await wallets.takeBackWord(user.signer.address);
    case 'cancel-on-chain':
      return await owners.cancel(user, user.restingNonces().slice(0, MOST_CANCELED));
    case 'revoke-key':
      return await owners.revokeKey(user);
    case 'narrow-key':
      return await owners.narrowKey(user);
    case 'bump-epoch':
      return await owners.bumpEpoch(user);
    case 'exit':
      await owners.requestExit(user);
      return await owners.finaliseExit(user);
    case 'exit-and-back':
      await owners.requestExit(user);
      await delay(strength);
      return await owners.cancelExit(user);
    default: {
      // What was matched until then cannot be settled in time.
      chain.raiseFee();
      await delay(UNSETTLED_MS);
      const isMany = fault === 'exits-unsettled';
      for (const leaving of isMany ? [user, ...others(users, user)] : [user]) {
        await owners.requestExit(leaving);
      }
      return await owners.letBind();
    }
  }
}
