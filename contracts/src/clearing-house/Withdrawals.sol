// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { BatchLedger } from "./BatchLedger.sol";
import { Custody } from "./Custody.sol";
import { LedgerPage } from "./LedgerPage.sol";
import { OrderWords } from "./OrderWord.sol";
import { Orders } from "./Orders.sol";
import { SignedStructs } from "./SignedStructs.sol";

/// @title Signed withdrawals of a batch
/// @dev Debited before anything of the batch is written, paid after everything was.
abstract contract Withdrawals is Orders, Custody {
    using BatchLedger for uint256;

    uint256 private constant NATIVE_FLAG = 64;
    /// Stands for native LUX in what is signed (ERC-7528).
    address private constant NATIVE = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;

    function _debitWithdrawals(Frame memory frame) internal {
        for (uint256 i = 0; i < frame.withdrawalCount; ++i) {
            _debitWithdrawal(frame, i);
        }
    }

    function _debitWithdrawal(Frame memory frame, uint256 index) private {
        (
            SignedStructs.Withdrawal memory withdrawal,
            uint256 accountIndex,
            uint256 form,
            uint256 asset
        ) = _withdrawal(frame, index);
        _requireIndex(accountIndex, frame.accountCount);
        uint256 record = _record(frame, accountIndex);
        address account = record.accountOf();
        if (block.timestamp > withdrawal.expiry + EXPIRY_GRACE) {
            revert SignatureExpired(index, withdrawal.expiry);
        }
        uint256 epoch = LedgerPage.epoch(record.firstPage());
        if (form & OrderWords.FORMER_EPOCH != 0) epoch = _formerEpoch(index, account, epoch);
        (withdrawal.account, withdrawal.epoch) = (account, uint16(epoch));
        _spendNonce(index, account, withdrawal.nonce);
        bytes32 digest = _digest(frame.domainSeparator, SignedStructs.hash(withdrawal));
        if (form & OrderWords.CONTRACT != 0) {
            _requireContractSignature(frame, index, account, digest);
        } else {
            address signer = _recover(frame, digest);
            // Never a trading key, whatever it may sign otherwise.
            if (signer != account) revert WrongSigner(index, account, signer);
        }
        record.debit(asset, withdrawal.amount);
    }

    /// A withdrawal as it is in the batch, with the token's address; account and epoch are not there.
    function _withdrawal(Frame memory frame, uint256 index)
        private
        view
        returns (
            SignedStructs.Withdrawal memory withdrawal,
            uint256 accountIndex,
            uint256 form,
            uint256 asset
        )
    {
        uint256 position = frame.fillsEnd + index * WITHDRAWAL_SIZE;
        uint256 word = _word(position);
        accountIndex = word >> 240;
        form = (word >> 232) & 0xff;
        asset = (word >> 224) & 0xff;
        withdrawal.to = address(uint160(word >> 64));
        withdrawal.amount = uint64(word);
        word = _word(position + 32);
        withdrawal.nonce = uint48(word >> 208);
        withdrawal.expiry = uint32(word >> 176);
        _requireAsset(asset);
        withdrawal.asset = _assets[asset].token;
        if (form & NATIVE_FLAG != 0) {
            if (withdrawal.asset != WLUX) revert InvalidWithdrawal(index);
            withdrawal.asset = NATIVE;
        }
        uint256 known = OrderWords.CONTRACT | OrderWords.FORMER_EPOCH | NATIVE_FLAG;
        if (form & ~known != 0) revert UnsupportedFlags(index, form);
        if (withdrawal.amount == 0 || withdrawal.to == address(0) || withdrawal.to == address(this))
        {
            revert InvalidWithdrawal(index);
        }
    }

    function _spendNonce(uint256 index, address account, uint48 nonce) private {
        uint256 last = _controls[account].withdrawalNonce;
        if (nonce <= last) revert WithdrawalNonceUsed(index, account, nonce, last);
        _controls[account].withdrawalNonce = nonce;
    }

    function _payWithdrawals(Frame memory frame) internal {
        for (uint256 i = 0; i < frame.withdrawalCount; ++i) {
            (
                SignedStructs.Withdrawal memory withdrawal,
                uint256 accountIndex,
                uint256 form,
                uint256 asset
            ) = _withdrawal(frame, i);
            bool native = form & NATIVE_FLAG != 0;
            emit Withdrawn(
                _record(frame, accountIndex).accountOf(),
                uint8(asset),
                withdrawal.to,
                withdrawal.amount,
                withdrawal.nonce,
                native
            );
            if (native) _payNative(withdrawal.to, withdrawal.amount);
            else _pay(asset, withdrawal.to, withdrawal.amount);
        }
    }
}
