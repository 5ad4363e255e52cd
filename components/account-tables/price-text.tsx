import { DecimalNumber } from '#components/ui/decimal-number.tsx';

/** A price in figures, or the word that stands in its place. */
export function PriceText({ text }: { readonly text: string }) {
  return /\p{L}/u.test(text) ? <span>{text}</span> : <DecimalNumber text={text} />;
}
