import { classNames } from './class-names.ts';

export type ExactValueProps = {
  /** What is shown, shortened. */
  readonly text: string;
  /** The whole value, on hover and for machines. */
  readonly exact: string;
  readonly className?: string;
};

/** A shortened number that gives its exact value on hover. */
export function ExactValue({ text, exact, className }: ExactValueProps) {
  return (
    <data value={exact} title={exact} className={classNames('numeric', className)}>
      {text}
    </data>
  );
}
