import { type CustodyChoice, custodyChoices } from '#lib/custody/custody-choice.ts';
import { custodyDialogStore } from '#lib/custody/custody-dialog-store.ts';
import { custodyFailure } from '#lib/custody/custody-failure.ts';
import type { DepositProgress } from '#lib/custody/deposit-progress.ts';
import { type Deposit, DepositSession } from '#lib/custody/deposit-session.ts';
import { createDepositSteps } from '#lib/custody/deposit-steps.ts';
import { storedDeposits } from '#lib/custody/stored-deposits.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { exactAmount } from '#lib/format/format-amount.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import type { CustodyTerms } from '#lib/queries/fetch-custody-terms.ts';
import { fetchStatus } from '#lib/queries/fetch-status.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import { explorerLink } from '#lib/wallet/explorer-link.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import { networkClient } from '#lib/wallet/network-client.ts';
import { walletErrorCode } from '#lib/wallet/wallet-error-code.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { custodyQueries } from './custody-queries.ts';
import { termsQuery } from './terms-query.ts';

export type DepositPlaces = {
  readonly network: WalletNetwork & { readonly multicall3: Address };
  readonly clearingHouse: Address;
};

let session: DepositSession | null = null;

/** The deposits of this page. The network of the first call counts; a page has one. */
export function pageDeposits({
  network,
  clearingHouse,
  tokens,
}: DepositPlaces & { readonly tokens: readonly Token[] }): DepositSession {
  const terms = termsQuery(network.sidecarUrl);
  session ??= new DepositSession({
    steps: (account) => {
      const steps = createDepositSteps({
        context: { client: networkClient(network), multicall3: network.multicall3 },
        chainId: network.chainId,
        signer: async () => (await loadWallet(network)).signer(),
        codeOf: walletErrorCode,
        nowMs: () => Date.now(),
        ...{ account, clearingHouse },
      });
      const pause = async () => {
        await steps.pause();
        // Whether it is final is only known where the exchange has said what makes it so.
        await custodyQueries.ensureQueryData(terms).catch(() => null);
      };
      return { ...steps, pause };
    },
    failureOf: custodyFailure,
    keeper: storedDeposits({
      storage: localStorage,
      chainId: network.chainId,
      choices: custodyChoices(tokens),
      now: () => Date.now(),
    }),
    needed: () =>
      custodyQueries.getQueryData<CustodyTerms | null>(terms.queryKey)?.confirmations ?? null,
    isTakenIn: async (block) => {
      const status = await fetchStatus(network.sidecarUrl).catch(() => null);
      return (status?.settlement?.final_block ?? -1) >= block;
    },
    onChange: (deposit) => tell(deposit, network.explorerUrl),
  });
  return session;
}

/** What happens to a deposit is told where its dialog does not show it. */
function tell({ id, order, progress }: Deposit, explorerUrl: string | null): void {
  if (custodyDialogStore.getState().dialog !== null) return;
  const { choice, amount } = order;
  const what = amountOf(choice, amount);
  const toast = { id: `deposit-${id}`, ...transactionOf(progress, explorerUrl) };
  if (progress.stage === 'pending') {
    showToast({ ...toast, kind: 'pending', title: `Paying in ${what}` });
  }
  if (progress.stage === 'credited') {
    showToast({ ...toast, kind: 'success', title: `${what} is credited` });
  }
  if (progress.stage === 'failed') {
    const { code, text: detail } = progress.failure;
    showToast({ ...toast, kind: 'error', title: `${what} was not paid in`, detail, code });
  }
}

/** Its transaction, where there is one: a link to it, or its name where nothing shows transactions. */
function transactionOf(progress: DepositProgress, explorerUrl: string | null) {
  const hash = 'hash' in progress ? progress.hash : null;
  if (hash === null) return {};
  const href = explorerLink(explorerUrl, { kind: 'tx', id: hash });
  return href === null
    ? { detail: `Transaction ${shortenAddress(hash, 6)}` }
    : { action: { label: 'View the transaction', href } };
}

function amountOf({ currency }: CustodyChoice, amount: bigint): string {
  return `${exactAmount(amount, currency.decimals)} ${currency.symbol}`;
}
