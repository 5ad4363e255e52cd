/** Buy or sell, by word and colour. */
export function SideText({ side }: { readonly side: 'Buy' | 'Sell' }) {
  return <span className={side === 'Buy' ? 'text-up' : 'text-down'}>{side}</span>;
}
