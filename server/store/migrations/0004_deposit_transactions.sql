CREATE TABLE "deposits" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"transaction" text NOT NULL
);
