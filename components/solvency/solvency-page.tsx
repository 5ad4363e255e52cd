'use client';

import { useWebConfig } from '#components/shell/config-provider.tsx';
import { AsOfAge } from '#components/status/as-of-age.tsx';
import { Panel } from '#components/status/panel.tsx';
import type { Polled } from '#components/status/use-polled.ts';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import { useWallet } from '#components/wallet/use-wallet.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';
import { deriveSolvency, type Solvency } from '#lib/solvency/derive-solvency.ts';
import type { Holdings } from '#lib/solvency/holdings.ts';
import { SolvencyCommands } from './solvency-commands.tsx';
import { CoverBadge, SolvencyTable } from './solvency-table.tsx';
import { type CheckedReport, useSolvency } from './use-solvency.ts';

/** Proof of solvency: what the contract holds against what is owed, from the chain itself. */
export function SolvencyPage() {
  const config = useWebConfig();
  const clearingHouse = config?.contracts.clearingHouse;
  return (
    <div className="mx-auto flex w-full max-w-[1280px] flex-1 flex-col gap-3 p-3 md:p-4">
      <div>
        <h1 className="font-semibold text-20">Proof of solvency</h1>
        <p className="max-w-180 text-13 text-secondary">
          What the clearing house holds and what it owes is read by your browser from the chain, not
          from the exchange. Beside it stands what the operator says that it owes.
        </p>
      </div>
      {config === null || clearingHouse === undefined ? (
        <Panel title="Holdings and liabilities">
          <PanelMessage>No clearing house is known on this network.</PanelMessage>
        </Panel>
      ) : (
        <SolvencyBody clearingHouse={clearingHouse} tokens={config.tokens} />
      )}
    </div>
  );
}

type SolvencyBodyProps = { readonly clearingHouse: Address; readonly tokens: readonly Token[] };

function SolvencyBody({ clearingHouse, tokens }: SolvencyBodyProps) {
  const { latest, reported } = useSolvency({ clearingHouse, tokens });
  const connected = useWallet().status === 'connected';
  const failed = latest.error === null ? null : 'The chain does not answer.';
  if (latest.value === null) {
    return (
      <Panel title="Holdings and liabilities" busy={failed === null} room="min-h-dvh">
        <PanelMessage
          action={failed === null ? null : { label: 'Try again', onPress: latest.refresh }}
        >
          {failed ?? 'Reading the clearing house from the chain.'}
        </PanelMessage>
      </Panel>
    );
  }
  const { report = null, atReport = null } = reported.value ?? {};
  const solvency = deriveSolvency({ latest: latest.value, report, atReport });
  const { block } = latest.value;
  return (
    <>
      <Panel
        title="Holdings and liabilities"
        flush
        stale={failed !== null}
        aside={
          <span title={formatLocalTime(block.seconds * 1_000)}>
            Block <span className="numeric">{decimalText(block.number, 0)}</span> ·{' '}
            <AsOfAge readMs={latest.readMs} failed={failed} />
          </span>
        }
      >
        <Verdict solvency={solvency} latest={latest.value} reported={reported} />
        <SolvencyTable solvency={solvency} withOwn={connected} />
      </Panel>
      <Panel title="Check it yourself">
        <SolvencyCommands
          clearingHouse={clearingHouse}
          rows={solvency.rows}
          block={latest.value.block.number}
        />
      </Panel>
      <Panel title="What this shows, and what it does not">
        <Meaning />
      </Panel>
    </>
  );
}

type VerdictProps = {
  readonly solvency: Solvency;
  readonly latest: Holdings;
  readonly reported: Polled<CheckedReport>;
};

function Verdict({ solvency, latest, reported }: VerdictProps) {
  return (
    <div role="status" className="flex flex-col gap-1.5 p-3 text-13">
      <p className="flex flex-wrap items-center gap-2">
        <CoverBadge cover={solvency.cover} />
        {coverText(solvency, latest)}
      </p>
      <p className="min-h-9 text-12 text-secondary sm:min-h-4.5">
        {reportText(solvency, reported)}
      </p>
    </div>
  );
}

function coverText({ cover }: Solvency, { block }: Holdings): string {
  const at = `at block ${decimalText(block.number, 0)}`;
  if (cover === 'covered') return `The contract holds everything that it owes, ${at}.`;
  if (cover === 'short') return `The contract holds less than it owes of some token, ${at}.`;
  return `Some token does not say how much of it the contract holds, ${at}.`;
}

function reportText({ reportAgrees }: Solvency, { value, error }: Polled<CheckedReport>): string {
  if (value === null) {
    return error === null
      ? 'Asking the operator what it owes.'
      : 'The operator does not say what it owes: the exchange is not reachable. What stands here from the chain needs no answer of it.';
  }
  const { report, atReport } = value;
  if (report === null) return 'The operator has not compared its ledger with the chain yet.';
  const at = `block ${decimalText(BigInt(report.block), 0)}`;
  const late = error === null ? '' : ' The exchange is not reachable now; this is its last word.';
  if (atReport === null) {
    return `The operator’s figures are as of ${at}, which this node no longer has: they are not checked.${late}`;
  }
  if (reportAgrees === null) {
    return `The operator’s figures, as of ${at}, leave out a token.${late}`;
  }
  return reportAgrees
    ? `The operator’s figures are as of ${at}, and equal the contract’s at that block to the last unit.${late}`
    : `The operator’s figures, as of ${at}, differ from the contract’s at that block.${late}`;
}

function Meaning() {
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5 text-12 text-secondary">
      <li>
        Every balance is in the contract, account by account: what it owes to you can be read under
        your address, and paid out <TextLink href="/exit">without the operator</TextLink>.
      </li>
      <li>
        What it owes to all accounts is counted with every deposit, settlement and payment; the
        token’s own figure says what is there. Anything beyond was sent to the contract by mistake.
      </li>
      <li>
        The operator’s ledger is ahead of the contract by trades that are matched and not settled
        yet. They move money between accounts, and change no total.
      </li>
      <li>What the exchange owns itself, fees and its backstop, is owed like everybody’s money.</li>
    </ul>
  );
}
