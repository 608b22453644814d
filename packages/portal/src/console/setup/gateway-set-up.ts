/** The gateway that was set up here: the URL at which to call it. */
export interface GatewaySetUp {
  readonly address: string;
}
