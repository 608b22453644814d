/** The section that every configuration for HAProxy has. */
export const haproxyDefaults = `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s`;
