// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SignedStructs } from "../../src/clearing-house/SignedStructs.sol";
import { BatchCodec } from "./BatchCodec.sol";
import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { CommonBase } from "forge-std/Base.sol";

/// @notice Makes batches of orders in any order: signs, sorts and numbers them as an operator does.
abstract contract BatchDrafts is CommonBase {
    /// An order, and who signs it how.
    struct Draft {
        SignedStructs.Order order;
        uint256 key;
        /// Bits 16 and 32 of an order's flags in the batch.
        uint8 form;
        /// Instead of the key's, when it is not empty.
        bytes signature;
    }

    struct WithdrawalDraft {
        SignedStructs.Withdrawal withdrawal;
        uint256 key;
        uint8 form;
        uint8 asset;
        bytes signature;
    }

    uint8 internal constant SELL = 1;
    uint8 internal constant ONE_SHOT = 2;
    uint8 internal constant POST_ONLY = 4;
    uint8 internal constant REDUCE_ONLY = 8;
    uint8 internal constant BY_CONTRACT = 16;
    uint8 internal constant FORMER_EPOCH = 32;
    uint8 internal constant TRIGGER = 64;
    uint8 internal constant NATIVE = 64;

    /// What everybody is charged in batches made here, parts per million.
    uint24 internal makerPpm = 200;
    uint24 internal takerPpm = 500;
    bytes32 internal domainSeparator;

    function _digest(bytes32 structHash) internal view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(domainSeparator, structHash);
    }

    function _sign(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        (bytes32 r, bytes32 vs) = vm.signCompact(key, _digest(structHash));
        return abi.encodePacked(r, vs);
    }

    function _byContract(bytes memory signature) internal pure returns (bytes memory) {
        return abi.encodePacked(uint16(signature.length), signature);
    }

    /// Signs and sorts; `fills` name orders by their places in `drafts`.
    function _pack(
        uint48 sequence,
        Draft[] memory drafts,
        BatchCodec.Fill[] memory fills,
        WithdrawalDraft[] memory withdrawals
    ) internal view returns (BatchCodec.PackedBatch memory batch) {
        batch.version = 1;
        batch.sequence = sequence;
        batch.accounts = _accountsOf(drafts, withdrawals);
        batch.rows = _rowsOf(drafts);
        uint256[] memory places = _sorted(drafts);
        batch.orders = new BatchCodec.PackedOrder[](drafts.length);
        for (uint256 i = 0; i < drafts.length; ++i) {
            batch.orders[places[i]] = _packOrder(drafts[i], batch);
        }
        batch.fills = new BatchCodec.Fill[](fills.length);
        for (uint256 i = 0; i < fills.length; ++i) {
            BatchCodec.Fill memory fill = fills[i];
            batch.fills[i] = BatchCodec.Fill(
                uint16(places[fill.taker]),
                uint16(places[fill.maker]),
                fill.lots,
                fill.price,
                fill.auction
            );
        }
        batch.withdrawals = new BatchCodec.PackedWithdrawal[](withdrawals.length);
        for (uint256 i = 0; i < withdrawals.length; ++i) {
            batch.withdrawals[i] = _packWithdrawal(withdrawals[i], batch.accounts);
        }
    }

    function _packOrder(Draft memory draft, BatchCodec.PackedBatch memory batch)
        private
        view
        returns (BatchCodec.PackedOrder memory packed)
    {
        SignedStructs.Order memory order = draft.order;
        bytes memory signature = draft.signature.length == 0
            ? _sign(draft.key, SignedStructs.hash(order))
            : draft.signature;
        bool triggered = order.triggerPrice != 0;
        if (triggered) signature = bytes.concat(bytes4(uint32(order.triggerPrice)), signature);
        packed.account = _indexOf(batch.accounts, order.account);
        packed.row = _rowOf(batch.rows, order.maxFeePpm);
        packed.flags = order.flags | draft.form | (triggered ? TRIGGER : 0);
        packed.market = uint8(order.market);
        packed.price = uint32(order.price);
        packed.quantity = uint32(order.quantity);
        packed.nonce = order.nonce;
        packed.expiry = order.expiry;
        packed.signature = signature;
    }

    function _packWithdrawal(WithdrawalDraft memory draft, address[] memory accounts)
        private
        view
        returns (BatchCodec.PackedWithdrawal memory packed)
    {
        SignedStructs.Withdrawal memory withdrawal = draft.withdrawal;
        packed.account = _indexOf(accounts, withdrawal.account);
        packed.form = draft.form;
        packed.asset = draft.asset;
        packed.to = withdrawal.to;
        packed.amount = withdrawal.amount;
        packed.nonce = withdrawal.nonce;
        packed.expiry = withdrawal.expiry;
        packed.signature = draft.signature.length == 0
            ? _sign(draft.key, SignedStructs.hash(withdrawal))
            : draft.signature;
    }

    function _accountsOf(Draft[] memory drafts, WithdrawalDraft[] memory withdrawals)
        private
        pure
        returns (address[] memory accounts)
    {
        accounts = new address[](drafts.length + withdrawals.length);
        uint256 count = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            address account = i < drafts.length
                ? drafts[i].order.account
                : withdrawals[i - drafts.length].withdrawal.account;
            count = _insert(accounts, count, account);
        }
        assembly ("memory-safe") {
            mstore(accounts, count)
        }
    }

    function _insert(address[] memory accounts, uint256 count, address account)
        private
        pure
        returns (uint256)
    {
        uint256 place = count;
        while (place > 0 && accounts[place - 1] >= account) --place;
        if (place < count && accounts[place] == account) return count;
        for (uint256 i = count; i > place; --i) {
            accounts[i] = accounts[i - 1];
        }
        accounts[place] = account;
        return count + 1;
    }

    function _rowsOf(Draft[] memory drafts) private view returns (BatchCodec.Row[] memory rows) {
        rows = new BatchCodec.Row[](drafts.length);
        uint256 count = 0;
        for (uint256 i = 0; i < drafts.length; ++i) {
            uint24 most = drafts[i].order.maxFeePpm;
            bool known = false;
            for (uint256 j = 0; j < count; ++j) {
                known = known || rows[j].maxPpm == most;
            }
            if (!known) rows[count++] = BatchCodec.Row(makerPpm, takerPpm, most);
        }
        assembly ("memory-safe") {
            mstore(rows, count)
        }
    }

    /// The place of each order in the batch.
    function _sorted(Draft[] memory drafts) private pure returns (uint256[] memory places) {
        places = new uint256[](drafts.length);
        uint256[] memory keys = new uint256[](drafts.length);
        for (uint256 i = 0; i < drafts.length; ++i) {
            SignedStructs.Order memory order = drafts[i].order;
            uint256 oneShot = order.flags & ONE_SHOT == 0 ? 0 : 1 << 48;
            keys[i] = (uint256(uint160(order.account)) << 49) | oneShot | order.nonce;
            for (uint256 j = 0; j < i; ++j) {
                if (keys[j] <= keys[i]) ++places[i];
                else ++places[j];
            }
        }
    }

    function _indexOf(address[] memory accounts, address account) private pure returns (uint16) {
        for (uint16 i = 0; i < accounts.length; ++i) {
            if (accounts[i] == account) return i;
        }
        revert("account is not in the batch");
    }

    function _rowOf(BatchCodec.Row[] memory rows, uint24 most) private pure returns (uint8) {
        for (uint8 i = 0; i < rows.length; ++i) {
            if (rows[i].maxPpm == most) return i;
        }
        revert("no such row");
    }
}
