import { splitTrailingZeros } from '#lib/format/split-trailing-zeros.ts';
import { classNames } from './class-names.ts';

export type DecimalNumberProps = {
  /** A formatted decimal. */
  readonly text: string;
  readonly className?: string;
};

/** A decimal in tabular figures whose trailing zeros are kept for alignment, and dimmed. */
export function DecimalNumber({ text, className }: DecimalNumberProps) {
  const { head, zeros } = splitTrailingZeros(text);
  return (
    <span className={classNames('numeric', className)}>
      {head}
      {zeros === '' ? null : <span className="text-faint">{zeros}</span>}
    </span>
  );
}
