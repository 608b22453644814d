/** The gateway as it was set up here: the address at which it is called. */
export interface GatewaySetUp {
  readonly address: string;
}
