// Which page a fragment of the address means. Everything stands behind #, so that no server is told of it.

const INVITATION = /^[0-9a-f]{32}\.[0-9a-f]{32}$/;
const REPORT = /^report-([0-9a-f]{32})$/;

/** @param {string} text CODE.FINGERPRINT */
export const isInvitation = (text) => INVITATION.test(text);

/**
 * @param {string} hash with or without its #
 * @returns {{ page: string, report?: string }}
 */
export function route(hash) {
  const text = hash.replace(/^#/, "");
  const report = REPORT.exec(text);
  if (report) {
    return { page: "report", report: report[1] };
  }
  return { page: /^[a-z]+$/.test(text) ? text : "" };
}
