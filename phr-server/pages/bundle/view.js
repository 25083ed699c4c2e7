// What draws the pages: lit, and QR codes.
export { LitElement, css, html, nothing, render, svg } from "lit";
export { repeat } from "lit/directives/repeat.js";
export { default as qrcode } from "qrcode-generator";
