import { useCallback, useState } from 'react';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { ExitActionText } from '#lib/exit/describe-exit-action.ts';
import type { ExitAction } from '#lib/exit/exit-action.ts';
import type { ExitFailure } from '#lib/exit/exit-failure.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import { networkClient } from '#lib/wallet/network-client.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';

/** What a person is about to do, or did. */
export type ExitUndertaking = {
  readonly action: ExitAction;
  /** As it was when it was reviewed. */
  readonly text: ExitActionText;
  readonly stage: 'review' | 'signing' | 'pending' | 'done' | 'failed';
  readonly hash: Hash | null;
  readonly failure: ExitFailure | null;
};

export type ExitActions = {
  readonly current: ExitUndertaking | null;
  /** What was sent on this visit and came to an end, the newest first. */
  readonly sent: readonly ExitUndertaking[];
  readonly review: (action: ExitAction, text: ExitActionText) => void;
  readonly confirm: () => void;
  readonly close: () => void;
};

export type ExitActor = {
  readonly clearingHouse: Address;
  /** Who signs. */
  readonly sender: Address | null;
  /** The chain has something new. */
  readonly onDone: () => void;
};

/** Carries what is done on the chain from its review to its block. */
export function useExitAction({ clearingHouse, sender, onDone }: ExitActor): ExitActions {
  const network = useWalletNetwork();
  const [current, setCurrent] = useState<ExitUndertaking | null>(null);
  const [sent, setSent] = useState<readonly ExitUndertaking[]>([]);

  const confirm = useCallback(() => {
    if (current === null || sender === null) return;
    let last: ExitUndertaking = { ...current, stage: 'signing', failure: null };
    const tell = (change: Partial<ExitUndertaking>) => {
      last = { ...last, ...change };
      // A dialog that was closed meanwhile stays closed, and another one stays another.
      setCurrent((shown) => (shown?.action === current.action ? last : shown));
    };
    const run = async () => {
      const failure = await carryOut({ network, clearingHouse, sender, tell }, current.action).then(
        () => null,
        failureOf,
      );
      tell({ stage: failure === null ? 'done' : 'failed', failure });
      if (last.hash === null) return;
      setSent((before) => [last, ...before]);
      onDone();
    };
    tell({});
    void run();
  }, [current, sender, network, clearingHouse, onDone]);

  return {
    current,
    sent,
    confirm,
    review: useCallback((action, text) => {
      setCurrent({ action, text, stage: 'review', hash: null, failure: null });
    }, []),
    close: useCallback(() => setCurrent(null), []),
  };
}

type Errand = {
  readonly network: WalletNetwork;
  readonly clearingHouse: Address;
  readonly sender: Address;
  readonly tell: (change: Partial<ExitUndertaking>) => void;
};

/** Signs, sends and waits; throws an error or an {@link ExitFailure}. */
async function carryOut(errand: Errand, action: ExitAction): Promise<void> {
  const { network, clearingHouse, sender, tell } = errand;
  const [{ sendExitAction }, { waitForMined }, { REPLACED, REVERTED, UNSEEN }] = await Promise.all([
    import('#lib/exit/send-exit-action.ts'),
    import('#lib/chain/wait-for-mined.ts'),
    import('#lib/exit/exit-failure.ts'),
  ]);
  const client = networkClient(network);
  const signer = async () => await (await loadWallet(network)).signer();
  const hash = await sendExitAction({ client, signer, sender, clearingHouse, action });
  tell({ stage: 'pending', hash });
  const mined = await waitForMined({ client, hash });
  if (mined === null) throw new ExitFailed(UNSEEN);
  tell({ hash: mined.hash });
  if (mined.status === 'replaced') throw new ExitFailed(REPLACED);
  if (mined.status === 'reverted') throw new ExitFailed(REVERTED);
}

async function failureOf(error: unknown): Promise<ExitFailure> {
  if (error instanceof ExitFailed) return error.failure;
  const { exitFailure } = await import('#lib/exit/exit-failure.ts');
  return exitFailure(error);
}

/** The transaction was sent, and did not do it. */
class ExitFailed extends Error {
  override readonly name = 'ExitFailed';
  readonly failure: ExitFailure;

  constructor(failure: ExitFailure) {
    super(failure.text);
    this.failure = failure;
  }
}
