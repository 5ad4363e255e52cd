import type { StoreApi } from 'zustand/vanilla';
import { ChainError } from '#lib/chain/chain-error.ts';
import { createChainClient } from '#lib/chain/create-chain-client.ts';
import type { ReadContext } from '#lib/chain/read-many.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { currencyKey, type Token } from '#lib/domain/currency.ts';
import { approveToken } from './approve-token.ts';
import { type ChainView, createChainWatch } from './chain-watch.ts';
import { executeSwap } from './execute-swap.ts';
import type { Signer } from './own-signer.ts';
import { requote } from './requote.ts';
import type { SwapDeployment } from './swap-contracts.ts';
import { SwapError, type SwapErrorCode } from './swap-errors.ts';
import { swapRequest } from './swap-inputs.ts';
import { approvalModeOf, planSwap, type SwapPlan } from './swap-plan.ts';
import type { SwapEvent } from './swap-progress.ts';
import type { SwapRecord } from './swap-record.ts';
import { exactSideOf } from './swap-request.ts';
import type { SwapSessionState } from './swap-session-state.ts';
import { createSwapSteps } from './swap-steps.ts';
import { trackSwaps } from './track-swaps.ts';

/** The network and the wallet that swaps go through. */
export type SwapSurroundings = {
  readonly chainId: number;
  readonly networkTitle: string;
  readonly rpcUrl: string;
  readonly deployment: SwapDeployment;
  /** The listed tokens, WLUX among them. */
  readonly tokens: readonly Token[];
  readonly signer: () => Promise<Signer>;
  readonly codeOf: (error: unknown) => SwapErrorCode;
};

/** What the engine needs of the session that it works for. */
export type SwapEngineOptions = {
  readonly surroundings: SwapSurroundings;
  readonly store: StoreApi<SwapSessionState>;
  readonly dispatch: (event: SwapEvent) => void;
  /** A swap was sent. */
  readonly onSent: (record: SwapRecord) => void;
  /** Sent swaps that the chain has changed. */
  readonly onChanged: (records: readonly SwapRecord[]) => void;
};

/**
 * The part of a swap session that talks to the chain. It is apart from the session because it brings
 * the whole of viem, which a page that is only being looked at does not wait for.
 */
export class SwapEngine {
  readonly #options: SwapEngineOptions;
  readonly #context: Omit<ReadContext, 'blockHash'>;
  readonly #readChain: () => Promise<ChainView>;
  #tokens: readonly Token[] = [];
  #imported: readonly Token[] | null = null;
  #trackedBlock: string | null = null;

  constructor(options: SwapEngineOptions) {
    this.#options = options;
    const { chainId, networkTitle, rpcUrl, deployment } = options.surroundings;
    const { multicall3, v2Factory, v3Factory, swapRouter02 } = deployment;
    const client = createChainClient({ chainId, name: networkTitle, rpcUrl, multicall3 });
    this.#context = { client, multicall3 };
    this.#readChain = createChainWatch({
      context: this.#context,
      v2Factory,
      v3Factory,
      router: swapRouter02,
      subject: () => ({ tokens: this.#allTokens(), owner: options.store.getState().owner }),
    });
  }

  /** Reads the chain once and follows what was sent; why that failed is noted in `link`. */
  async refresh(): Promise<void> {
    try {
      const view = await this.#readNow();
      await this.#track(view);
    } catch (error) {
      this.#down(error instanceof ChainError ? error.code : 'swap/internal');
    }
  }

  /** The best route for the present inputs, on the pools as they were last read. */
  requote(): void {
    const { store, surroundings } = this.#options;
    const { inputs, view, answeredMs } = store.getState();
    const market =
      view === null || answeredMs === null
        ? null
        : { pools: view.snapshot.pools, gasPrice: view.gasPrice, asOfMs: answeredMs };
    const { tokens: listed, deployment } = surroundings;
    const { wlux } = deployment;
    const request = swapRequest(inputs);
    try {
      store.setState({ quote: requote({ request, market, wlux, listed }) });
    } catch {
      // The pools as they were read cannot be: the quote on screen is for other inputs, or older.
      store.setState({ quote: { kind: 'loading' } });
      this.#down('chain/unexpected-answer');
    }
  }

  /** Looks at sent swaps again at the next reading, although the block may be the same. */
  trackAgain(): void {
    this.#trackedBlock = null;
  }

  /** Has the wallet approve what a plan needs, for an account. */
  async approve({ approval }: SwapPlan, account: Address): Promise<void> {
    if (approval.kind !== 'approve') return;
    const { dispatch, surroundings } = this.#options;
    await approveToken({
      context: this.#context,
      signer: surroundings.signer,
      account,
      approval,
      spender: surroundings.deployment.swapRouter02,
      dispatch,
      codeOf: surroundings.codeOf,
    });
    await this.refresh();
  }

  /** Carries a reviewed swap out for an account. */
  async execute(reviewed: SwapPlan, account: Address): Promise<void> {
    const { store, dispatch, surroundings, onSent } = this.#options;
    const { chainId, deployment, signer, codeOf } = surroundings;
    const { swapRouter02, wlux } = deployment;
    const record = await executeSwap({
      reviewed,
      steps: createSwapSteps({
        context: this.#context,
        chainId,
        contracts: { swapRouter02, wlux: wlux.address },
        account,
        signer,
        replan: () => this.#replan(reviewed),
        nowMs: Date.now,
      }),
      dispatch,
      onPriceMoved: (fresh) => store.setState({ reviewed: fresh }),
      codeOf,
    });
    if (record === null) return;
    onSent(record);
    this.trackAgain();
    await this.refresh();
  }

  #down(code: SwapErrorCode): void {
    this.#options.store.setState(({ answeredMs }) => ({
      link: { kind: 'down', lastAnswerMs: answeredMs, code },
    }));
  }

  async #readNow(): Promise<ChainView> {
    const view = await this.#readChain();
    this.#options.store.setState({ view, answeredMs: Date.now(), link: { kind: 'live' } });
    this.requote();
    return view;
  }

  /** The plan for a reviewed request on the chain as it is now. */
  async #replan(reviewed: SwapPlan) {
    const view = await this.#readNow();
    const { store, surroundings } = this.#options;
    const { mode, input, output, amount } = reviewed.route;
    const quote = requote({
      request: { pay: input, receive: output, exact: exactSideOf(mode), amount },
      market: { pools: view.snapshot.pools, gasPrice: view.gasPrice, asOfMs: Date.now() },
      wlux: surroundings.deployment.wlux,
      listed: surroundings.tokens,
    });
    if (quote.kind === 'refused') throw new SwapError(quote.code);
    if (quote.kind !== 'quoted') throw new SwapError('swap/quote-stale');
    const plan = planSwap({
      route: quote.route,
      slippagePpm: reviewed.slippagePpm,
      deadlineMinutes: reviewed.deadlineMinutes,
      approval: approvalModeOf(store.getState().settings.approval, {
        isContract: view.holdings?.isContract ?? false,
      }),
      allowance: view.holdings?.allowances.get(currencyKey(input)) ?? 0n,
    });
    return { plan, block: view.snapshot.block };
  }

  /** The listed and the imported tokens: the same array while no token was imported. */
  #allTokens(): readonly Token[] {
    const { store, surroundings } = this.#options;
    const { imported } = store.getState();
    if (imported !== this.#imported) {
      this.#imported = imported;
      const listed = surroundings.tokens;
      const others = imported.filter(
        ({ address }) => !listed.some((token) => sameAddress(token.address, address)),
      );
      this.#tokens = [...listed, ...others];
    }
    return this.#tokens;
  }

  /** Looks what became of the swaps that were sent, once a block. */
  async #track({ snapshot }: ChainView): Promise<void> {
    const head = snapshot.block;
    if (head.hash === this.#trackedBlock) return;
    this.#trackedBlock = head.hash;
    const { store, surroundings, onChanged } = this.#options;
    const before = store.getState().records;
    const wlux = surroundings.deployment.wlux.address;
    const after = await trackSwaps(before, { client: this.#context.client, wlux, head });
    const changed = after.filter((record, index) => record !== before[index]);
    if (changed.length > 0) onChanged(changed);
  }
}
