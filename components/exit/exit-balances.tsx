'use client';

import { type FigureColumn, FigureTable } from '#components/status/figure-table.tsx';
import { Button } from '#components/ui/button.tsx';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import type { ExitView } from '#lib/exit/derive-exit.ts';
import type { ExitAccount, ExitBalance } from '#lib/exit/exit-account.ts';
import { DASH, decimalText } from '#lib/format/decimal-text.ts';
import { exactAmount } from '#lib/format/format-amount.ts';

const COLUMNS: readonly FigureColumn[] = [
  { id: 'asset', heading: 'Token' },
  { id: 'held', heading: 'In the clearing house', align: 'right' },
  { id: 'own', heading: 'In the wallet', align: 'right', className: 'max-sm:hidden' },
  { id: 'after', heading: 'Wallet after the exit', align: 'right', className: 'max-sm:hidden' },
  { id: 'pay', heading: 'Pay out', align: 'right', control: true },
];

/** Decimals shown at most; the exact amount is in the title. */
const MAX_DECIMALS = 8;

export type ExitBalancesProps = {
  readonly account: ExitAccount;
  readonly view: ExitView;
  /** Why nothing can be sent now, in a few words; `null` when it can. */
  readonly blocked: string | null;
  readonly onPay: (assets: readonly number[]) => void;
};

/** What the account has, here and there, and the way from here to there. */
export function ExitBalances({ account, view, blocked, onPay }: ExitBalancesProps) {
  const payable = view.stage === 'payable' && blocked === null;
  return (
    <FigureTable
      label="Balances"
      columns={COLUMNS}
      rows={account.balances.map((balance) => ({
        id: balance.token,
        cells: [
          balance.symbol,
          <Amount key="held" of={balance} amount={balance.held} />,
          <Amount key="own" of={balance} amount={balance.own} />,
          <Amount key="after" of={balance} amount={balance.own + balance.held} />,
          balance.held === 0n ? (
            <span key="pay" className="text-faint">
              {DASH}
            </span>
          ) : (
            <Button
              key="pay"
              size="small"
              disabled={!payable}
              aria-label={`Pay out ${balance.symbol}`}
              onClick={() => onPay([balance.number])}
            >
              Pay out
            </Button>
          ),
        ],
      }))}
    />
  );
}

function Amount({
  of: { decimals, symbol },
  amount,
}: {
  readonly of: ExitBalance;
  readonly amount: bigint;
}) {
  if (amount === 0n) return <span className="text-faint">{DASH}</span>;
  const shown = Math.min(decimals, MAX_DECIMALS);
  return (
    <span title={`${exactAmount(amount, decimals)} ${symbol}`}>
      <DecimalNumber
        text={decimalText(amount, decimals, { minDecimals: shown, maxDecimals: shown })}
      />
    </span>
  );
}
