import { bytesToHex } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { freePort } from '#scripts/dev-chain/free-port.ts';
import { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { depositFor } from '#scripts/testing/deposit-for.ts';
import { ChainOwners } from './chain-owners.ts';
import { ChaosChain } from './chaos-chain.ts';
import { type PlannedFault, planFaults } from './chaos-faults.ts';
import { ChaosNodes } from './chaos-nodes.ts';
import { ChaosProcess } from './chaos-process.ts';
import { CONTRACT_ACCOUNTS, TRADERS } from './chaos-settings.ts';
import { type ChaosSigner, keySigner } from './chaos-signer.ts';
import { ChaosUser } from './chaos-user.ts';
import { ContractWallets } from './contract-wallets.ts';
import { type RoundSummary, RunningChaos } from './running-chaos.ts';
import { ToldFacts } from './told-facts.ts';

export type ChaosRoundsOptions = {
  readonly rounds: number;
  readonly seed: number;
  /** What happens in every round, instead of what the seed says. */
  readonly plan?: readonly PlannedFault[];
  /** Given to node before the exchange, as a bug that is to be found. */
  readonly nodeArguments?: readonly string[];
  /** How long the exchange may take to come to rest. */
  readonly patienceMs?: number;
  readonly onRound?: (line: string) => void;
};

export type ChaosSummary = RoundSummary & { readonly rounds: number; readonly kills: number };

const PATIENCE_MS = 180_000;
const NOTHING: RoundSummary = {
  receipts: 0,
  trades: 0,
  legs: 0,
  batches: 0,
  withdrawals: 0,
  exits: 0,
  takenOver: 0,
  annulled: 0,
};
const FUNDS = { USDT: 100_000, BTC: 5, ETH: 50 };

/**
 * An exchange that trades and settles on a chain of its own, while everything around it fails: its
 * process is killed, its endpoints err and disagree, its transactions are lost, blocks are taken back,
 * owners go past it to the contract. After each round all must be settled, once, and everybody have
 * what they were told.
 */
export class ChaosRounds {
  readonly #options: ChaosRoundsOptions;
  readonly #random: SeededRandom;

  constructor(options: ChaosRoundsOptions) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
  }

  /** @throws Error on the first thing that is not as it should be, saying how to see it again. */
  async run(): Promise<ChaosSummary> {
    const { seed, nodeArguments = [], patienceMs = PATIENCE_MS } = this.#options;
    const genesisTimestamp = Math.floor(Date.now() / 1_000);
    const deployed = await deployedChain({ anvil: { genesisTimestamp } });
    const chain = new ChaosChain(deployed);
    const nodes = await ChaosNodes.begin(chain, { seed, genesisTimestamp });
    const ports = { port: await freePort(), wsPort: await freePort() };
    const { env } = deployed;
    const process = new ChaosProcess({ env, rpcUrls: nodes.rpcUrls, ...ports, nodeArguments });
    const told = new ToldFacts();
    const owners = new ChainOwners(chain);
    const keys = TRADERS.map((index) => keySigner(developmentAccount(env, index)));
    const users: ChaosUser[] = [];
    const random = new SeededRandom(seed + 3);
    try {
      const wallets = await ContractWallets.deploy(chain, CONTRACT_ACCOUNTS);
      for (const signer of [...keys, ...wallets.signers]) {
        users.push(userOf(deployed, { signer, number: users.length, process, told }));
      }
      const around = { process, chain, nodes, owners, users, wallets };
      for (const { signer } of users) {
        await chain.fund(signer.address);
        await depositFor(deployed, { account: signer.address, amounts: FUNDS });
      }
      await chain.begin();
      process.start();
      return await this.#rounds(new RunningChaos({ ...around, told, random, patienceMs }), process);
    } finally {
      for (const user of users) user.close();
      await process.remove();
      await chain.stop();
      await nodes.stop();
      await deployed.stop();
    }
  }

  async #rounds(run: RunningChaos, process: ChaosProcess): Promise<ChaosSummary> {
    const { rounds, seed, onRound } = this.#options;
    let last: RoundSummary = NOTHING;
    for (let number = 1; number <= rounds; number += 1) {
      const plan = this.#options.plan ?? planFaults(this.#random);
      const names = plan.map(({ fault }) => fault).join(', ');
      const begun = performance.now();
      try {
        last = await run.round(plan);
      } catch (error) {
        const again = `npm run chaos -- --rounds ${number} --seed ${seed}`;
        const why = error instanceof Error ? error.message : String(error);
        const message = `round ${number} of seed ${seed} (${names}): ${why}\nAgain: ${again}`;
        throw new Error(`${message}\n${process.complaint()}`, { cause: error });
      }
      const { receipts, trades, legs, batches, withdrawals, exits } = last;
      const { takenOver, annulled } = last;
      const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
      onRound?.(
        `${number} ${names}: ${receipts} receipts, ${legs} legs, ${trades} trades in ${batches} ` +
          `batches, ${withdrawals} withdrawals, ${exits} exits, ${takenOver} taken over, ` +
          `${annulled} annulled (${seconds} s)`,
      );
    }
    return { rounds, ...last, kills: process.kills };
  }
}

type UserParts = {
  readonly signer: ChaosSigner;
  /** Tells users apart. */
  readonly number: number;
  readonly process: ChaosProcess;
  readonly told: ToldFacts;
};

function userOf(deployed: DeployedChain, { signer, number, process, told }: UserParts): ChaosUser {
  const { env, deployment } = deployed;
  const { clearingHouse: verifyingContract } = deployment.contracts;
  if (verifyingContract === undefined) throw new TypeError('there is no clearing house');
  return new ChaosUser({
    signer,
    url: process.url,
    wsUrl: process.wsUrl,
    domain: { chainId: env.chainId, verifyingContract },
    payout: payoutOf(number),
    operator: developmentAccount(env, 'keeper').address,
    tokenOf(asset) {
      const symbol = assets.find((each) => each.symbol === asset)?.token;
      const token = deployment.tokens.find((each) => each.symbol === symbol);
      if (token === undefined) throw new TypeError(`there is no ${asset}`);
      return token.address;
    },
    told,
  });
}

/** An address that has nothing else. */
function payoutOf(number: number): Address {
  return bytesToHex(new Uint8Array(20).fill(0xc0 + number));
}
