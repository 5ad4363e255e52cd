import { TextLink } from '#components/ui/text-link.tsx';
import type { ToastAction } from '#lib/stores/toast-store.ts';

/** The link or the button of a toast. */
export function ToastActionControl({ action }: { readonly action: ToastAction }) {
  if ('href' in action) {
    return (
      <p className="mt-1 text-12">
        <TextLink href={action.href}>{action.label}</TextLink>
      </p>
    );
  }
  return (
    <button
      type="button"
      className="mt-1 font-medium text-12 text-accent underline-offset-2 hover:underline"
      onClick={action.onSelect}
    >
      {action.label}
    </button>
  );
}
