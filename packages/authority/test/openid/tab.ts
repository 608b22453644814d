/** As much of a browser tab as a sign-in needs: cookies by host, and redirects followed one by one. */
export class Tab {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** The cookies of a host, by name. */
  cookies(origin: string): Map<string, string> {
    const { host } = new URL(origin);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    return jar;
  }

  async get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.send('GET', url, headers);
  }

  async send(method: string, url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const jar = this.cookies(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { method, redirect: 'manual', headers: { ...headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line) || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects until one points to a URL that starts with `until`, which it doesn't request. */
  async follow(from: string, until: string): Promise<string> {
    let url = from;
    for (let step = 0; step < 10 && !url.startsWith(until); step += 1) {
      const response = await this.get(url);
      const location = response.headers.get('location');
      if (location === null)
        throw new Error(`${url} was answered ${response.status}: ${await response.text()}`);
      url = new URL(location, url).href;
    }
    return url;
  }
}
