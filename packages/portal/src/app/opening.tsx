import { useTexts } from '../texts/texts.ts';

/** While the session is read: the frame of the page is there already (`frame.html` of the build), so this is for who does not see it. */
export function Opening() {
  const { states } = useTexts();
  return (
    <p className="hidden-visually" role="status">
      {states.loading}
    </p>
  );
}
