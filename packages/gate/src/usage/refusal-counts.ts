/** What has been refused since the last report, by code: the console shows it to a producer whose first call does not get through. */
export class RefusalCounts {
  readonly #totals: () => ReadonlyMap<string, number>;
  readonly #reported = new Map<string, number>();
  #stopped = false;

  /** @param totals - Refused requests since the start, by code. */
  constructor(totals: () => ReadonlyMap<string, number>) {
    this.#totals = totals;
  }

  /** What has come since the last call, at most `most` codes. A report that gets lost takes its counts with it. */
  take(most: number): { readonly code: string; readonly count: number }[] {
    if (this.#stopped) return [];
    const fresh = [...this.#totals()]
      .map(([code, total]) => ({ code, total, count: total - (this.#reported.get(code) ?? 0) }))
      .filter(({ count }) => count > 0)
      .slice(0, most);
    for (const { code, total } of fresh) this.#reported.set(code, total);
    return fresh.map(({ code, count }) => ({ code, count }));
  }

  /** Nothing is handed out anymore. */
  stop(): void {
    this.#stopped = true;
  }
}
