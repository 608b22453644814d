import type { ReactNode } from 'react';

/** Moves the focus to the first field that is marked as wrong, on the screen or in the dialog of a form, once the marks are drawn. */
function focusFirstError(form: Element): void {
  requestAnimationFrame(() => {
    const around = form.closest('.screen, .dialog') ?? form;
    around.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}

/** A form that its screen checks and sends; what is wrong gets the focus. */
export function Form({
  onSubmit,
  className = 'form',
  children,
}: {
  readonly onSubmit: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <form
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
        focusFirstError(event.currentTarget);
      }}
    >
      {children}
    </form>
  );
}
