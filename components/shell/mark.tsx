/** The mark of Lux Exchange: an L folded from one ribbon. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" className="shrink-0">
      <path d="M4 9l6-6v12l-6 6z" className="fill-accent" />
      <path d="M10 15h11l-6 6H4z" className="fill-accent-strong" />
    </svg>
  );
}
