import type { ReactNode } from 'react';

/** Focuses the first invalid field of the form's screen or dialog after the next render. */
function focusFirstError(form: Element): void {
  requestAnimationFrame(() => {
    const around = form.closest('.screen, .dialog') ?? form;
    around.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}

/** A form that its screen validates and submits; the first invalid field gets the focus. */
export function Form({
  onSubmit,
  className = 'form',
  children,
}: {
  /** May wait for what it checks. */
  readonly onSubmit: () => void | Promise<void>;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <form
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // React passes events of a dialog on to the form whose component opened it.
        event.stopPropagation();
        const form = event.currentTarget;
        void Promise.resolve(onSubmit()).then(() => focusFirstError(form));
      }}
    >
      {children}
    </form>
  );
}
