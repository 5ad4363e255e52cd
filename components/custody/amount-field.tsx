'use client';

import { useId } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import type { NearestAmount } from '#lib/custody/derive-deposit.ts';

export type AmountFieldProps = {
  readonly text: string;
  readonly symbol: string;
  /** The most, to be typed; `null` = not known yet. */
  readonly max: string | null;
  /** What there is, in words: `In wallet`, with its figure. */
  readonly has: { readonly name: string; readonly text: string; readonly exact: string } | null;
  /** What is wrong, as a sentence; `null` = nothing. */
  readonly problem: string | null;
  /** Amounts that are right, next to one that is not. */
  readonly nearest: readonly NearestAmount[];
  readonly onText: (text: string) => void;
};

/** An amount with the most there is, what is wrong with it, and what would be right. */
export function AmountField(props: AmountFieldProps) {
  const { text, symbol, max, has, problem, nearest, onText } = props;
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3 text-12">
        <label htmlFor={id} className="text-secondary">
          Amount
        </label>
        {has === null ? null : (
          <span className="text-secondary">
            {has.name}{' '}
            <span className="numeric text-text" title={has.exact}>
              {has.text}
            </span>
          </span>
        )}
      </div>
      <Input
        id={id}
        className="numeric"
        inputMode="decimal"
        placeholder="0"
        value={text}
        invalid={problem !== null}
        aria-describedby={`${id}-notes`}
        onChange={({ target }) => onText(target.value)}
        trailing={
          <>
            <span className="font-sans text-secondary">{symbol}</span>
            <button
              type="button"
              disabled={max === null}
              className="touch-target rounded-[4px] bg-hover px-1.5 py-0.5 font-medium font-sans text-11 text-secondary transition-colors hover:text-text"
              onClick={() => onText(max ?? '')}
            >
              Max
            </button>
          </>
        }
      />
      <div id={`${id}-notes`} role="status" className="flex flex-col gap-1.5 text-12">
        {problem === null ? null : <p className="text-down">{problem}</p>}
        {nearest.length === 0 ? null : (
          <p className="flex flex-wrap items-center gap-1.5 text-secondary">
            Nearest
            {nearest.map((each) => (
              <Button key={each.text} size="small" onClick={() => onText(each.text)}>
                <span className="numeric">{each.label}</span>
              </Button>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
