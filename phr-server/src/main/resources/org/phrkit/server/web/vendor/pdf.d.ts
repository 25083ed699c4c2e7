export { getDocument, version } from "../../../../../../../../pages/node_modules/pdfjs-dist/types/src/pdf.js";
