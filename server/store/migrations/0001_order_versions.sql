CREATE TABLE "order_versions" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"order_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "order_versions_by_order" ON "order_versions" USING btree ("order_id","seq");