'use client';

import { IconButton } from '#components/ui/icon-button.tsx';
import { showToast } from '#lib/stores/toast-store.ts';

export type CommandBlockProps = {
  /** Accessible name. */
  readonly label: string;
  readonly lines: readonly string[];
};

/** Commands for a terminal, to be copied. */
export function CommandBlock({ label, lines }: CommandBlockProps) {
  const text = lines.join('\n');
  return (
    <section
      aria-label={label}
      className="relative rounded-control border border-line bg-background"
    >
      <pre className="numeric whitespace-pre-wrap break-all p-3 pr-12 text-11 leading-relaxed">
        {text}
      </pre>
      <IconButton
        icon="copy"
        size="small"
        label="Copy the commands"
        className="absolute top-1.5 right-1.5 bg-background"
        onClick={() => void copy(text)}
      />
    </section>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ kind: 'success', title: 'Commands copied', durationMs: 3_000 });
  } catch {
    showToast({ kind: 'error', title: 'The browser did not allow copying' });
  }
}
