const names = { theme: 'lostwax-theme', language: 'lostwax-language' } as const;

/** What a person has chosen in this browser, for all pages of this origin; undefined where nothing is, or storage is refused. */
export function remembered(choice: keyof typeof names): string | undefined {
  try {
    return localStorage.getItem(names[choice]) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param value - Undefined forgets it. */
export function remember(choice: keyof typeof names, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(names[choice]);
    else localStorage.setItem(names[choice], value);
  } catch {
    // It holds until the page is left.
  }
}

export function rememberedTheme(): 'light' | 'dark' | undefined {
  const theme = remembered('theme');
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}
