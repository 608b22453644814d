/**
 * Refused requests since the last report, by code. The console shows them to a producer whose first call
 * fails.
 */
export class RefusalCounts {
  readonly #totals: () => ReadonlyMap<string, number>;
  readonly #reported = new Map<string, number>();
  #stopped = false;

  /** @param totals - Refused requests since the start, by code. */
  constructor(totals: () => ReadonlyMap<string, number>) {
    this.#totals = totals;
  }

  /**
   * Returns the counts since the last call, for at most `most` codes. If a report is lost, so are its counts.
   */
  take(most: number): { readonly code: string; readonly count: number }[] {
    if (this.#stopped) return [];
    const fresh = [...this.#totals()]
      .map(([code, total]) => ({ code, total, count: total - (this.#reported.get(code) ?? 0) }))
      .filter(({ count }) => count > 0)
      .slice(0, most);
    for (const { code, total } of fresh) this.#reported.set(code, total);
    return fresh.map(({ code, count }) => ({ code, count }));
  }

  /** Returns nothing from now on. */
  stop(): void {
    this.#stopped = true;
  }
}
