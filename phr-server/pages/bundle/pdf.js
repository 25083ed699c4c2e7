// pdf.js with its worker beside it on one thread: a sandboxed frame can start no worker.
import * as worker from "pdfjs-dist/build/pdf.worker.mjs";
globalThis.pdfjsWorker = worker;
export { getDocument, version } from "pdfjs-dist/build/pdf.mjs";
